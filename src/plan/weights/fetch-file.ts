import { copyFile, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AbecedaryError, throwIfAborted } from '../../base/errors.js';
import { fileSize } from '../../files/index.js';
import { blobIdOf } from './cache.js';
import type { WeightsFile } from './catalogue.js';

/** How long a server is borne with. */
export interface Patience {
  /** Attempts in a row that bring no byte. */
  readonly attempts: number;
  /** Pause after the first of them; doubles with each further one. */
  readonly pauseMs: number;
  /** Silence after which an attempt is given up. */
  readonly silenceMs: number;
}

interface FetchOptions {
  /** A folder on the network (http, https) or of this machine (file), with a slash at its end. */
  readonly source: URL;
  /** Where the file is kept. What has come of it so far lies beside it under its name and `.part`. */
  readonly folder: string;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  /** Called with the number of bytes that are there of the file, when that changes. */
  readonly onBytes: (bytes: number) => void;
}

/** Other bytes than expected are fetched again this often: a proxy's page may be there once. */
const wholeTries = 2;

/**
 * Brings one file into the folder: goes on where an earlier try stopped, tries again what may succeed then, compares the
 * content with what it is to be, and only then gives it its name. A file that is there and right is left alone.
 * Throws AbecedaryError: `weights` when it cannot be had, `output` when it cannot be kept, `aborted` on the signal.
 */
export async function fetchFile(file: WeightsFile, options: FetchOptions): Promise<void> {
  const { folder, onBytes } = options;
  const target = join(folder, file.name);
  const part = `${target}.part`;
  if (await isWhole(target, file)) return onBytes(file.bytes);
  let found = '';
  for (let tries = 0; tries < wholeTries; tries++) {
    await complete(file, part, options);
    found = await blobIdOf(part);
    if (found === file.blobId) return keeping(target, rename(part, target));
    await keeping(part, rm(part));
    onBytes(0);
  }
  throw new AbecedaryError(
    'weights',
    `Expected ${file.name} with the git blob id ${file.blobId}, but ${options.source} gives one with ${found}; choose another place with --from.`,
  );
}

async function isWhole(path: string, file: WeightsFile): Promise<boolean> {
  return (await fileSize(path)) === file.bytes && (await blobIdOf(path)) === file.blobId;
}

/** Brings the part to its full size. */
async function complete(file: WeightsFile, part: string, options: FetchOptions): Promise<void> {
  const { source, patience, signal, onBytes } = options;
  let idle = 0;
  for (;;) {
    throwIfAborted(signal);
    let before = (await fileSize(part)) ?? 0;
    if (before > file.bytes) {
      await keeping(part, rm(part));
      before = 0;
    }
    onBytes(before);
    if (before === file.bytes) return;
    try {
      if (source.protocol === 'file:') await copy(file, part, source);
      else await receive(file, { part, from: before }, options);
    } catch (error) {
      throwIfAborted(signal);
      if (!(error instanceof AbecedaryError) || !error.retryable) throw error;
      idle = ((await fileSize(part)) ?? 0) > before ? 0 : idle + 1;
      if (idle === patience.attempts) throw error;
      if (idle > 0)
        await wait(patience.pauseMs * 2 ** (idle - 1), undefined, { signal }).catch(() => undefined);
    }
  }
}

async function copy(file: WeightsFile, part: string, source: URL): Promise<void> {
  const from = fileURLToPath(new URL(file.name, source));
  const size = await fileSize(from);
  if (size !== file.bytes) {
    const found = size === undefined ? 'it is not there' : `it has ${size}`;
    throw new AbecedaryError(
      'weights',
      `Expected ${from} with ${file.bytes} bytes, but ${found}; put the whole file there or choose another place with --from.`,
    );
  }
  await keeping(part, copyFile(from, part));
}

/** One request, for what is missing behind `from` bytes; what comes is appended, even when the connection then breaks. */
async function receive(
  file: WeightsFile,
  { part, from }: { readonly part: string; readonly from: number },
  { source, patience, signal, onBytes }: FetchOptions,
): Promise<void> {
  const url = new URL(file.name, source);
  const wanted = { file, url };
  const silence = new AbortController();
  const giveUp = setTimeout(() => silence.abort(), patience.silenceMs);
  try {
    // Compressed on the way, the bytes that are missing would be others than those of the file.
    const headers = { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) };
    const signals = signal === undefined ? [silence.signal] : [silence.signal, signal];
    const response = await fetch(url, { headers, signal: AbortSignal.any(signals) });
    const resumed = response.headers.get('content-range')?.startsWith(`bytes ${from}-`) === true;
    // What is there is no beginning of what the server has: it is of no use.
    const astray = response.status === 416 || (response.status === 206 && !resumed);
    if (astray) await keeping(part, rm(part, { force: true }));
    if (astray || !response.ok || response.body === null) throw refusal(wanted, response.status, astray);
    let bytes = resumed ? from : 0;
    checkLength(wanted, response, bytes);
    const handle = await keeping(part, open(part, resumed ? 'a' : 'w'));
    try {
      for await (const chunk of response.body) {
        giveUp.refresh();
        const rest = chunk.subarray(0, file.bytes - bytes);
        await keeping(part, handle.write(rest));
        bytes += rest.length;
        onBytes(bytes);
        // More than there should be is no reason to go on; whether it is the file is seen from what has come.
        if (bytes === file.bytes) return;
      }
    } finally {
      await handle.close();
    }
    throw broken(wanted, `the connection ended after ${bytes} of ${file.bytes} bytes`);
  } catch (cause) {
    if (cause instanceof AbecedaryError) throw cause;
    const found = silence.signal.aborted
      ? `nothing came for ${patience.silenceMs / 1000} s`
      : reasonOf(cause);
    throw broken(wanted, found, cause);
  } finally {
    clearTimeout(giveUp);
  }
}

interface Wanted {
  readonly file: WeightsFile;
  readonly url: URL;
}

function refusal({ file, url }: Wanted, status: number, astray: boolean): AbecedaryError {
  // Too many requests, a timeout, a server's own fault: these pass.
  const passes = astray || status >= 500 || status === 408 || status === 429;
  return new AbecedaryError(
    'weights',
    `Expected to fetch ${file.name}, but ${url} is answered with status ${status}; try again later, or choose another place with --from.`,
    { retryable: passes },
  );
}

/** A proxy's page may stand in for the file for a while. */
function checkLength({ file, url }: Wanted, response: Response, from: number): void {
  const announced = response.headers.get('content-length');
  if (announced === null || from + Number(announced) === file.bytes) return;
  throw new AbecedaryError(
    'weights',
    `Expected ${file.name} with ${file.bytes} bytes, but ${url} is answered with ${from + Number(announced)}; choose another place with --from.`,
    { retryable: true },
  );
}

function broken({ file, url }: Wanted, found: string, cause?: unknown): AbecedaryError {
  return new AbecedaryError(
    'weights',
    `Expected to fetch ${file.name} from ${url.host}, but ${found}; connect to the network and try again, which goes on from here, or choose another place with --from.`,
    { cause, retryable: true },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not found',
  EAI_AGAIN: 'its name is not found',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ENETUNREACH: 'there is no way to it',
  EHOSTUNREACH: 'there is no way to it',
};

/** Why a request failed, in words that end a sentence. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? `the connection failed (${code || String(cause)})`;
}

/** Waits for something that is done to a file, and says in our words why it failed. */
async function keeping<Result>(path: string, done: Promise<Result>): Promise<Result> {
  return done.catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new AbecedaryError(
      'output',
      `Expected to write ${path}, but the system reports ${code}; free some space there, or set XDG_CACHE_HOME to another folder.`,
      { cause },
    );
  });
}
