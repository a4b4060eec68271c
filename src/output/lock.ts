import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AbecedaryError, throwIfAborted } from '../errors.js';
import { writeWholeFile } from './atomic-file.js';
import { errnoOf, writeError } from './file-error.js';
import { isAtWork, type ProcessName, thisProcess } from './process.js';
import { runFolder } from './run-folder.js';

/** Who works on a run folder. */
export interface LockHolder extends ProcessName {
  /** Of this holding: a process may hold several folders, one after another. */
  readonly token: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface RunLock {
  /** Lets go of the folder; a lock that was lost meanwhile is left alone. */
  release(): Promise<void>;
}

/** The holder says this often that it is alive, for other machines that cannot ask. */
const beatMs = 15_000;
/** After this long without a word the holder on another machine is taken for dead. */
const silentMs = 120_000;
const lookAgainMs = 250;

/**
 * Takes the lock of a run folder, so that no other process works on it. A lock whose process is dead is taken over. Where another
 * process works, `wait` says whether to wait for it, after `onWait` was told who it is; else throws `output` with who it
 * is. Throws `aborted` when the signal ends the waiting.
 */
export async function lockRun(
  out: string,
  options: {
    readonly wait?: boolean;
    readonly onWait?: (holder: LockHolder) => void;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<RunLock> {
  const file = runFolder(out).lock;
  const mine: LockHolder = { ...thisProcess(), token: randomUUID(), since: new Date().toISOString() };
  let told = false;
  for (;;) {
    throwIfAborted(options.signal);
    if (await writeWholeFile(file, `${JSON.stringify(mine)}\n`, { first: true, durable: false })) break;
    const holder = await readLock(out);
    if (holder === undefined || (await isStale(holder, file))) {
      await removeStale(file, holder?.token);
      continue;
    }
    if (!options.wait) throw heldBy(holder, out);
    if (!told) options.onWait?.(holder);
    told = true;
    await wait(lookAgainMs, undefined, options.signal && { signal: options.signal }).catch(() => undefined);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, beatMs);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await readLock(out))?.token !== mine.token) return;
      await rm(file, { force: true }).catch((cause: unknown) => {
        throw writeError(file, cause);
      });
    },
  };
}

/** Who holds the lock of a run folder, dead or alive; undefined where nobody does, or nobody can tell. */
export async function readLock(out: string): Promise<LockHolder | undefined> {
  try {
    const holder = JSON.parse(await readFile(runFolder(out).lock, 'utf8')) as Partial<LockHolder>;
    const { pid, host, started, token, since } = holder;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid, host, started: String(started), token, since: String(since) };
  } catch {
    return undefined;
  }
}

/** Whether a lock was left behind by a process that is no more. */
export async function isStaleLock(holder: LockHolder, out: string): Promise<boolean> {
  return isStale(holder, runFolder(out).lock);
}

async function isStale(holder: LockHolder, file: string): Promise<boolean> {
  const atWork = isAtWork(holder);
  if (atWork !== undefined) return !atWork;
  const heard = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  return Date.now() - heard > silentMs;
}

/** Moved away first and looked at then, so that of several that find it stale none removes the next one's. */
async function removeStale(file: string, token: string | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return;
    throw writeError(file, cause);
  }
  const moved = await readFile(aside, 'utf8').catch(() => '');
  if (token !== undefined && !moved.includes(token)) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function heldBy({ pid, host, since }: LockHolder, out: string): AbecedaryError {
  return new AbecedaryError(
    'output',
    `Expected nobody else to work in ${out}, but process ${pid} on ${host} has done so since ${since}; wait for it (--wait does), end it, or choose another output folder.`,
    { retryable: true },
  );
}
