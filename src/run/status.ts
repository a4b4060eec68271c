import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlphabetConfig } from '../config/index.js';
import {
  errnoOf,
  hashFile,
  isStaleLock,
  type JournalEntry,
  type LockHolder,
  lockRun,
  readJournal,
  readLock,
  readManifest,
  removeLeftovers,
  runFolder,
  writeError,
} from '../files/index.js';
import { blobsOfCheckpoint, hasCheckpoint, parseRecord, readResult } from '../work/index.js';
import { openFolderStore, openStore, type Store } from '../work/store/index.js';
import { planRun } from './run-plan.js';

/** Where one letter of a run stands. */
export interface LetterStatus {
  readonly letter: string;
  /**
   * `current` is as the configuration says; `kept` was made earlier and only has to be put in its place; `outdated` was made
   * with other settings; `missing` was never made, or its file is gone.
   */
  readonly state: 'current' | 'kept' | 'outdated' | 'missing';
  readonly artwork: string;
  /** A process works on it right now. */
  readonly inWork: boolean;
  /** It was stopped, and goes on from there. */
  readonly checkpoint: boolean;
  /** Why it could not be made the last time. */
  readonly failure: string | undefined;
}

export interface RunStatus {
  readonly out: string;
  readonly letters: readonly LetterStatus[];
  /** The process that works in the folder, or left its lock behind. */
  readonly holder: (LockHolder & { readonly alive: boolean }) | undefined;
  /** Numbers of the lines of the journal that cannot be read. */
  readonly journalFaults: readonly number[];
}

/** Where a run stands; changes nothing, and may be asked while the run is at work. Throws what planning a run throws. */
export async function readRunStatus(config: AlphabetConfig): Promise<RunStatus> {
  const { out } = config;
  const { jobs } = await planRun(config, {}, { untried: true });
  const folder = runFolder(out);
  const store =
    config.schedule.store === 'own' ? openFolderStore(folder.store) : openStore(config.schedule.store);
  const manifest = await readManifest(out);
  const made = new Map(manifest?.letters.map((letter) => [letter.character, letter]));
  const { entries, faults } = await readJournal(out);
  const holder = await readLock(out);
  const alive = holder !== undefined && !(await isStaleLock(holder, out));
  const letters: LetterStatus[] = [];
  for (const [letter, job] of jobs) {
    const entry = made.get(letter);
    const present = await hashFile(folder.letter(letter)).catch(() => undefined);
    const there = entry !== undefined && present === entry.letter.sha256;
    const current = there && entry.job === job.id;
    const kept = !current && (await readResult(store, job.id)) !== undefined;
    const last = lastOf(entries, job.id);
    letters.push({
      letter,
      state: current ? 'current' : kept ? 'kept' : there ? 'outdated' : 'missing',
      artwork: job.inputs.ink[0]!.picture,
      inWork: alive && last?.kind === 'started',
      checkpoint: !current && !kept && (await hasCheckpoint(store, job.id)),
      failure: !current && last?.kind === 'failed' ? last.message : undefined,
    });
  }
  return { out, letters, holder: holder && { ...holder, alive }, journalFaults: faults };
}

function lastOf(entries: readonly JournalEntry[], job: string): JournalEntry | undefined {
  return entries.findLast((entry) => 'job' in entry && entry.job === job);
}

/** What cleaning removes, or would remove. */
export interface Cleaned {
  /** Temporary files of processes that were ended, and folders of letters that nobody works on. */
  readonly leftovers: number;
  /** Where letters stood that the last run did not want. */
  readonly checkpoints: number;
  /** Letters made with settings that the run has no more. */
  readonly results: number;
  /** Pictures that belonged to them. */
  readonly pictures: number;
  readonly bytes: number;
}

/**
 * Removes from a run folder what nothing needs any more: all but the letters that its manifest names, and what the last run
 * would go on from. A store elsewhere is left alone: other runs may need what it holds. With `dryRun` it only counts. Throws
 * `output` while another process works in the folder.
 */
export async function cleanRun(out: string, { dryRun = false } = {}): Promise<Cleaned> {
  const manifest = await readManifest(out);
  const folder = runFolder(out);
  if ((await readdir(folder.own).catch(() => undefined)) === undefined) {
    return { leftovers: 0, checkpoints: 0, results: 0, pictures: 0, bytes: 0 };
  }
  const lock = await lockRun(out);
  try {
    const store = openFolderStore(folder.store);
    const named = new Set(manifest?.letters.map(({ job }) => job));
    const { entries } = await readJournal(out);
    const last = entries.findLast((entry) => entry.kind === 'run');
    const wanted = new Set(last?.kind === 'run' ? Object.values(last.jobs) : []);
    const results = await sortRecords(store, folder.store, 'results', named, (bytes) => {
      const files = parseRecord(bytes)?.files;
      return files === undefined ? [] : [files.content, files.letter, ...files.frames];
    });
    const checkpoints = await sortRecords(store, folder.store, 'checkpoints', wanted, blobsOfCheckpoint);
    const needed = new Set([...results.blobs, ...checkpoints.blobs]);
    const blobs = (await filesBelow(join(folder.store, 'blobs'))).filter(
      ({ name }) => /^[0-9a-f]{64}$/.test(name) && !needed.has(name),
    );
    const work = await readdir(join(folder.own, 'work')).catch(() => []);
    const workFiles = await filesBelow(join(folder.own, 'work'));
    const removed = [...results.removed, ...checkpoints.removed, ...blobs];
    let leftovers = work.length;
    if (!dryRun) {
      for (const { file } of removed) await remove(file);
      await remove(join(folder.own, 'work'));
      leftovers += await removeLeftovers(out);
    }
    return {
      leftovers,
      checkpoints: checkpoints.removed.length,
      results: results.removed.length,
      pictures: blobs.length,
      bytes: [...removed, ...workFiles].reduce((sum, { bytes }) => sum + bytes, 0),
    };
  } finally {
    await lock.release();
  }
}

interface FoundFile {
  readonly name: string;
  readonly file: string;
  /** That removing it gives back: none while another name stands for the same file. */
  readonly bytes: number;
}

async function sortRecords(
  store: Store,
  root: string,
  kind: 'results' | 'checkpoints',
  keep: ReadonlySet<string>,
  blobsOf: (bytes: Uint8Array) => readonly string[],
): Promise<{ removed: FoundFile[]; blobs: string[] }> {
  const removed: FoundFile[] = [];
  const blobs: string[] = [];
  for (const found of await filesBelow(join(root, kind))) {
    const bytes = keep.has(found.name.replace(/\.json$/, ''))
      ? await store.readRecord(`${kind}/${found.name}`)
      : undefined;
    if (bytes === undefined) removed.push(found);
    else blobs.push(...blobsOf(bytes));
  }
  return { removed, blobs };
}

async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw writeError(folder, cause);
  });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ name, parentPath }) => {
      const file = join(parentPath, name);
      const { size, nlink } = await stat(file);
      return { name, file, bytes: nlink > 1 ? 0 : size };
    }),
  );
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((cause: unknown) => {
    throw writeError(path, cause);
  });
}
