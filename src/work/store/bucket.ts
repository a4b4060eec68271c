import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { AbecedaryError } from '../../base/errors.js';
import { writeWholeFile } from '../../files/index.js';
import { type Seal, sealWith } from '../sealed.js';
import { asideKey, blobKey, type Store } from './contract.js';

interface BucketSettings {
  readonly bucket: string;
  /** What all keys begin with, without a slash at its end. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
  /** `https://…` of the service; the bucket's name is added to its path. */
  readonly endpoint: string;
  /** After the first attempt, doubled after each further one; 250 when absent. */
  readonly pauseMs?: number;
  /** What records are sealed with; only against damage when absent. */
  readonly seal?: Seal | undefined;
}

/** What is answered for an object of a bucket that is not there; one that is not in its bucket is NoSuchKey. */
const noBucket = /<Code>NoSuchBucket<\/Code>/;
const attempts = 5;
const attemptMs = 60_000;

/**
 * A store in a bucket of S3 or of a service that speaks its protocol; requests are signed (AWS Signature Version 4) and carry the
 * hash of their body, so that the service refuses what was damaged on the way. A request that meets a broken
 * connection, 429 or a 5xx is tried up to five times.
 */
export function openBucketStore(settings: BucketSettings): Store {
  const request = requestsTo(settings);

  async function read(key: string): Promise<Uint8Array | undefined> {
    const response = await request('GET', key, { fine: [404] });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  }

  async function write(key: string, bytes: Uint8Array, first = false): Promise<boolean> {
    const body = bytes as Uint8Array<ArrayBuffer>;
    const headers = { 'if-none-match': '*' };
    const { status } = await request('PUT', key, first ? { body, headers, fine: [412, 501] } : { body });
    // A service without conditional writes, as Swift is: of two at the same moment the later one stays, equal but for times.
    return status === 501 ? !(await has(key)) && write(key, bytes) : status !== 412;
  }

  async function remove(key: string): Promise<void> {
    await request('DELETE', key, { fine: [404] });
  }

  async function has(key: string): Promise<boolean> {
    return (await request('HEAD', key, { fine: [404] })).ok;
  }

  async function keepBytes(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Of(bytes);
    if (!(await has(blobKey(sha256)))) await write(blobKey(sha256), bytes);
    return sha256;
  }

  async function readBlob(sha256: string): Promise<Uint8Array | undefined> {
    const bytes = await read(blobKey(sha256));
    if (bytes === undefined || sha256Of(bytes) === sha256) return bytes;
    await setAside(blobKey(sha256));
    return undefined;
  }

  async function setAside(key: string): Promise<void> {
    const bytes = await read(key);
    if (bytes !== undefined) await write(asideKey(key), bytes);
    await remove(key);
  }

  return {
    location: locationOf(settings),
    seal: settings.seal ?? sealWith(),
    readRecord: read,
    writeRecord: (key, bytes, options) => write(key, bytes, options?.first),
    removeRecord: remove,
    setAside,
    hasBlob: (sha256) => has(blobKey(sha256)),
    keepBytes,
    keepFile: async (file) => keepBytes(await readFile(file)),
    readBlob,
    placeBlob: async (sha256, file) => {
      const bytes = await readBlob(sha256);
      return bytes !== undefined && writeWholeFile(file, bytes);
    },
    removeBlob: (sha256) => remove(blobKey(sha256)),
  };
}

interface RequestOptions extends RequestInit {
  /** Statuses that are an answer too. */
  readonly fine?: readonly number[];
}

/** Sends requests until they are answered. Throws `output` for an answer that is neither a success nor fine. */
function requestsTo(
  settings: BucketSettings,
): (method: string, key: string, options: RequestOptions) => Promise<Response> {
  const { bucket, prefix, endpoint, region, accessKeyId, secretAccessKey, sessionToken } = settings;
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  const client = new AwsClient({ ...keys, region, service: 's3', retries: 0 });
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}/${prefix === '' ? '' : `${prefix}/`}`;
  return async (method, key, { fine = [], ...init }) => {
    const headers = { 'x-amz-content-sha256': sha256Of(init.body), ...init.headers };
    for (let attempt = 1; ; attempt++) {
      let trouble: unknown;
      let again = true;
      try {
        const signal = AbortSignal.timeout(attemptMs);
        const response = await client.fetch(base + key, { ...init, method, headers, signal });
        // Read to the end here, so that a connection that breaks in the middle is tried again too.
        const body = new Uint8Array(await response.arrayBuffer());
        const { ok, status } = response;
        const isNowhere = status === 404 && noBucket.test(new TextDecoder().decode(body));
        if (ok || (fine.includes(status) && !isNowhere)) return withBody(response, body);
        again = status === 429 || status === 409 || (status >= 500 && status !== 501);
        trouble = new Error(isNowhere ? 'there is no such bucket' : `the service answers ${status}`);
      } catch (error) {
        trouble = error;
      }
      if (!again || attempt === attempts) throw unreachable(`${locationOf(settings)} (${key})`, trouble);
      await wait((settings.pauseMs ?? 250) * 2 ** (attempt - 1));
    }
  };
}

function locationOf({ bucket, prefix }: BucketSettings): string {
  return `s3://${bucket}/${prefix}`;
}

function unreachable(place: string, cause: unknown): AbecedaryError {
  return new AbecedaryError(
    'output',
    `Expected to reach ${place}, but ${describeTrouble(cause)}; check the address, the bucket and its credentials.`,
    { cause, retryable: true },
  );
}

function withBody(response: Response, body: Uint8Array<ArrayBuffer>): Response {
  const { status, headers } = response;
  // These may not have a body, not even an empty one.
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}

function sha256Of(body: unknown): string {
  return createHash('sha256')
    .update((body ?? '') as Uint8Array | string)
    .digest('hex');
}

function describeTrouble(trouble: unknown): string {
  if (!(trouble instanceof Error)) return String(trouble);
  if (trouble.name === 'TimeoutError') return 'it does not answer';
  return trouble.cause instanceof Error ? trouble.cause.message : trouble.message;
}
