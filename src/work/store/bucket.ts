import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { AbecedaryError } from '../../base/errors.js';
import { writeWholeFile } from '../../files/index.js';
import { blobKey, type Store } from './contract.js';

export interface BucketAccess {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
  /** `https://…` of the service; the bucket's name is added to its path. */
  readonly endpoint: string;
}

const attempts = 5;

/**
 * A store in a bucket of S3 or of a service that speaks its protocol; requests are signed (AWS Signature Version 4) and carry the
 * hash of their body, so that the service refuses what was damaged on the way. A request that meets a broken
 * connection, 429 or a 5xx is tried up to five times, with `pauseMs` after the first, doubled after each further one.
 */
export function openBucketStore(
  bucket: string,
  prefix: string,
  access: BucketAccess,
  { pauseMs = 250, attemptMs = 60_000 } = {},
): Store {
  const { endpoint, sessionToken, ...keys } = access;
  const credentials = sessionToken === undefined ? keys : { ...keys, sessionToken };
  const client = new AwsClient({ ...credentials, service: 's3', retries: 0 });
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}/${prefix === '' ? '' : `${prefix}/`}`;
  const location = `s3://${bucket}/${prefix}`;

  async function request(method: string, key: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'x-amz-content-sha256': sha256Of(init.body), ...init.headers };
    for (let attempt = 1; ; attempt++) {
      let trouble: unknown;
      try {
        const signal = AbortSignal.timeout(attemptMs);
        const response = await client.fetch(base + key, { ...init, method, headers, signal });
        // Read to the end here, so that a connection that breaks in the middle is tried again too.
        const body = new Uint8Array(await response.arrayBuffer());
        const { status } = response;
        const again = status === 429 || status === 409 || (status >= 500 && status !== 501);
        if (!again) return withBody(response, body);
        trouble = new Error(`the service answers ${status}`);
      } catch (error) {
        trouble = error;
      }
      if (attempt === attempts) throw unreachable(key, describeTrouble(trouble), trouble);
      await wait(pauseMs * 2 ** (attempt - 1));
    }
  }

  function unreachable(key: string, reason: string, cause?: unknown): AbecedaryError {
    return new AbecedaryError(
      'output',
      `Expected to reach ${location} (${key}), but ${reason}; check the address, the bucket and its credentials.`,
      { cause, retryable: true },
    );
  }

  async function read(key: string): Promise<Uint8Array | undefined> {
    const response = await request('GET', key);
    if (response.status === 404) return undefined;
    if (!response.ok) throw unreachable(key, `the service answers ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async function write(key: string, bytes: Uint8Array, first: boolean): Promise<boolean> {
    const body = bytes as Uint8Array<ArrayBuffer>;
    let response = await request('PUT', key, {
      body,
      ...(first ? { headers: { 'if-none-match': '*' } } : {}),
    });
    if (first && response.status === 412) return false;
    // A service without conditional writes: what is written under one key is equal but for times.
    if (first && response.status === 501) response = await request('PUT', key, { body });
    if (!response.ok) throw unreachable(key, `the service answers ${response.status}`);
    return true;
  }

  async function remove(key: string): Promise<void> {
    const response = await request('DELETE', key);
    if (!response.ok && response.status !== 404)
      throw unreachable(key, `the service answers ${response.status}`);
  }

  async function hasBlob(sha256: string): Promise<boolean> {
    const response = await request('HEAD', blobKey(sha256));
    if (response.ok) return true;
    if (response.status === 404) return false;
    throw unreachable(blobKey(sha256), `the service answers ${response.status}`);
  }

  async function keepBytes(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Of(bytes);
    if (!(await hasBlob(sha256))) await write(blobKey(sha256), bytes, false);
    return sha256;
  }

  async function readBlob(sha256: string): Promise<Uint8Array | undefined> {
    const bytes = await read(blobKey(sha256));
    if (bytes === undefined || sha256Of(bytes) === sha256) return bytes;
    await remove(blobKey(sha256));
    return undefined;
  }

  return {
    location,
    readRecord: read,
    writeRecord: (key, bytes, { first = false } = {}) => write(key, bytes, first),
    removeRecord: remove,
    hasBlob,
    keepBytes,
    keepFile: async (file) => keepBytes(await readFile(file)),
    readBlob,
    placeBlob: async (sha256, file) => {
      const bytes = await readBlob(sha256);
      if (bytes === undefined) return false;
      await writeWholeFile(file, bytes);
      return true;
    },
    removeBlob: (sha256) => remove(blobKey(sha256)),
  };
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
