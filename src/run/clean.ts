import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import {
  errnoOf,
  lockRun,
  readJournal,
  readManifest,
  readPageRecord,
  removeLeftovers,
  runFolder,
  writeError,
} from '../files/index.js';
import { blobsOfCheckpoint, blobsOfResult, openFolderStore, type Store } from '../work/index.js';

/** What cleaning removes, or would remove. */
export interface Cleaned {
  /** Temporary files of processes that were ended, folders of letters that nobody works on, and what was set aside. */
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
    const named = new Set([...(manifest?.letters.map(({ job }) => job) ?? []), ...(await pageJobs(out))]);
    const last = new Set((await readJournal(out)).jobs.values());
    const results = await sortRecords(store, 'results', { keep: named, blobsOf: blobsOfResult });
    const checkpoints = await sortRecords(store, 'checkpoints', { keep: last, blobsOf: blobsOfCheckpoint });
    const needed = new Set([...results.blobs, ...checkpoints.blobs]);
    const blobs = (await filesBelow(join(store.location, 'blobs'))).filter(
      ({ name }) => /^[0-9a-f]{64}$/.test(name) && !needed.has(name),
    );
    const work = await readdir(join(folder.own, 'work')).catch(() => []);
    const workFiles = await filesBelow(join(folder.own, 'work'));
    const aside = await filesBelow(join(store.location, 'aside'));
    const removed = [...results.removed, ...checkpoints.removed, ...blobs, ...aside];
    let leftovers = work.length + aside.length;
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

/** The jobs that pages of text in the run folder, and the grounds of pages, were made by. */
async function pageJobs(out: string): Promise<string[]> {
  const folder = join(out, 'text');
  const names = await readdir(folder).catch(() => []);
  const records = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readPageRecord(join(folder, name)).catch(unlessBug)),
  );
  return records.flatMap((record) => [record?.job, record?.ground].filter((job) => typeof job === 'string'));
}

/** A file of somebody else is no record of ours. */
function unlessBug(error: unknown): undefined {
  if (!(error instanceof AbecedaryError)) throw error;
}

interface Sorting {
  /** Jobs whose records stay. */
  readonly keep: ReadonlySet<string>;
  blobsOf(bytes: Uint8Array): readonly string[];
}

async function sortRecords(
  store: Store,
  kind: 'results' | 'checkpoints',
  { keep, blobsOf }: Sorting,
): Promise<{ removed: FoundFile[]; blobs: string[] }> {
  const removed: FoundFile[] = [];
  const blobs: string[] = [];
  for (const found of await filesBelow(join(store.location, kind))) {
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
