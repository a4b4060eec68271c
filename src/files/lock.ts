import { createHash, randomUUID } from 'node:crypto';
import { rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import { readRegularText } from '../base/regular-file.js';
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
/** Another removes a stale lock: it takes two file operations. */
const removalMs = 5;

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
  let told = false;
  throwIfAborted(options.signal);
  let mine = await take(file);
  while (typeof mine !== 'string') {
    if (!options.wait) throw heldBy(mine, out);
    if (!told) options.onWait?.(mine);
    told = true;
    await wait(lookAgainMs, undefined, options.signal && { signal: options.signal }).catch(() => undefined);
    throwIfAborted(options.signal);
    mine = await take(file);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, beatMs);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      await removeLock(file, mine);
    },
  };
}

/**
 * Takes a lock file, from a dead process too. Returns its text, or who else holds it.
 * Of several that find a lock stale, one may remove it: the one that holds the lock of this removal, which bears the name of
 * the stale one, so that who comes late removes nobody else's.
 */
async function take(file: string): Promise<string | LockHolder> {
  const mine: LockHolder = { ...thisProcess(), token: randomUUID(), since: new Date().toISOString() };
  const text = `${JSON.stringify(mine)}\n`;
  for (;;) {
    if (await writeWholeFile(file, text, { first: true, durable: false })) return text;
    const found = await readText(file);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && !(await isStale(holder, file))) return holder;
    const removal = `${file}.${createHash('sha256').update(found).digest('hex').slice(0, 16)}`;
    const mayRemove = await take(removal);
    if (typeof mayRemove !== 'string') {
      // Of another machine it may take long, and whoever waits is to know for whom.
      if (mayRemove.host !== mine.host) return mayRemove;
      await wait(removalMs);
      continue;
    }
    await removeLock(file, found);
    await removeLock(removal, mayRemove);
  }
}

/** Removes a lock file that still holds this text. */
async function removeLock(file: string, text: string): Promise<void> {
  if ((await readText(file)) !== text) return;
  await rm(file, { force: true }).catch((cause: unknown) => {
    throw writeError(file, cause);
  });
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readRegularText(file);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw writeError(file, cause);
  }
}

/** Who holds the lock of a run folder, dead or alive; undefined where nobody does, or nobody can tell. */
export async function readLock(out: string): Promise<LockHolder | undefined> {
  const text = await readText(runFolder(out).lock).catch(() => undefined);
  return text === undefined ? undefined : parseHolder(text);
}

/** A number of a process is positive: others stand for groups of processes, which are always at work. */
const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  started: z.string(),
  token: z.string(),
  since: z.string(),
});

/** Undefined for a damaged lock. */
function parseHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
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
    () => undefined,
  );
  if (heard === undefined) return false;
  return Date.now() - heard > silentMs || watchedMs(file, heard) > silentMs;
}

/** What was seen of locks of other machines: their time, and since when it is the same. Their clocks may be wrong, in the future even. */
const watched = new Map<string, { readonly heard: number; readonly sinceMs: number }>();

/** For how long this process has seen a lock without a sign of life. */
function watchedMs(file: string, heard: number): number {
  const nowMs = performance.now();
  const before = watched.get(file);
  if (before?.heard === heard) return nowMs - before.sinceMs;
  watched.set(file, { heard, sinceMs: nowMs });
  return 0;
}

function heldBy({ pid, host, since }: LockHolder, out: string): AbecedaryError {
  return new AbecedaryError(
    'output',
    `Expected nobody else to work in ${out}, but process ${pid} on ${host} has done so since ${since}; wait for it (--wait does), end it, or choose another output folder.`,
    { retryable: true },
  );
}
