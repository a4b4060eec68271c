import { resolve } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import { openBucketStore } from './bucket.js';
import type { Store } from './contract.js';
import { openFolderStore } from './folder.js';

export type { Store } from './contract.js';
export { openFolderStore } from './folder.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The store at a place: a folder, or `s3://bucket/prefix` with the access that the environment gives (AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL). Throws `config` where that is not enough.
 */
export function openStore(location: string, env: Environment = process.env): Store {
  if (!location.startsWith('s3://')) return openFolderStore(resolve(location));
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
  return openBucketStore({ bucket, prefix, accessKeyId, secretAccessKey, sessionToken, region, endpoint });
}
