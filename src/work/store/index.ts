import { resolve } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import { type Seal, sealWith } from '../sealed.js';
import { openBucketStore } from './bucket.js';
import type { Store } from './contract.js';
import { openFolderStore } from './folder.js';

export { recordKey, type Store } from './contract.js';
export { openFolderStore } from './folder.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The store at a place: a folder, or `s3://bucket/prefix` with the access that the environment gives (AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL). Throws `config` where that is not enough.
 */
export function openStore(
  location: string,
  { seal = sealWith(), env = process.env }: { readonly seal?: Seal; readonly env?: Environment } = {},
): Store {
  if (!isBucket(location)) return openFolderStore(resolve(location), seal);
  const [bucket = '', ...rest] = location.slice('s3://'.length).split('/');
  const prefix = rest.filter((part) => part !== '').join('/');
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(bucket)) {
    throw new AbecedaryError(
      'config',
      `Expected a store like s3://bucket/prefix, got ${location}; name a bucket.`,
    );
  }
  if (!accessKeyId || !secretAccessKey) {
    throw new AbecedaryError(
      'config',
      `Expected credentials for ${location} in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, got none; set both.`,
    );
  }
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1';
  const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL ?? `https://s3.${region}.amazonaws.com`;
  const sessionToken = env.AWS_SESSION_TOKEN;
  const access = { accessKeyId, secretAccessKey, sessionToken };
  return openBucketStore({ bucket, prefix, ...access, region, endpoint, seal });
}

/** Whether a place is a bucket and not a folder. */
export function isBucket(location: string): boolean {
  return location.startsWith('s3://');
}
