import { type RunFolder, removeFolder, replaceFolder } from '../files/index.js';
import { frameFile, type LetterResult } from '../paint/letter.js';
import type { LetterJob } from '../plan/job.js';
import { seal, unseal } from './sealed.js';
import type { Store } from './store/index.js';

/** A finished letter as a store keeps it: what is known of it, and the SHA-256 of each of its files. */
export interface KeptLetter extends LetterResult {
  /** Id of the job that made it. */
  readonly job: string;
  readonly files: {
    readonly content: string;
    readonly letter: string;
    /** One for each iteration, in their order. */
    readonly frames: readonly string[];
  };
}

const key = (job: string): string => `results/${job}.json`;

/**
 * The letter that a job has made, undefined where none is kept. A record that is no longer what was written is removed, and
 * `onDamage` is called.
 */
export async function readResult(
  store: Store,
  job: string,
  onDamage: () => void = () => {},
): Promise<KeptLetter | undefined> {
  const bytes = await store.readRecord(key(job));
  if (bytes === undefined) return undefined;
  const kept = parseRecord(bytes);
  if (kept?.job === job) return kept;
  await store.removeRecord(key(job));
  onDamage();
  return undefined;
}

/** Keeps the files of a letter and a record of it. Where another has kept it meanwhile, its record is returned. */
export async function keepResult(store: Store, job: LetterJob, result: LetterResult): Promise<KeptLetter> {
  const { content, letter, frames } = job.files;
  const kept: KeptLetter = {
    ...result,
    job: job.id,
    files: {
      content: await store.keepFile(content),
      frames: await keepFrames(store, frames, job.recipe.transfer.iterations),
      letter: await store.keepFile(letter),
    },
  };
  const written = await store.writeRecord(key(job.id), writeRecord(kept), { first: true });
  return written ? kept : ((await readResult(store, job.id)) ?? kept);
}

/** Keeps the frames from the first to the given iteration; returns their hashes. */
export async function keepFrames(store: Store, folder: string, iterations: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let iteration = 1; iteration <= iterations; iteration++) {
    hashes.push(await store.keepFile(frameFile(folder, { iteration })));
  }
  return hashes;
}

/** Writes kept frames into a folder; false where one is missing or damaged. */
export async function placeFrames(store: Store, hashes: readonly string[], folder: string): Promise<boolean> {
  for (const [at, sha256] of hashes.entries()) {
    if (!(await store.placeBlob(sha256, frameFile(folder, { iteration: at + 1 }), { shared: true })))
      return false;
  }
  return true;
}

/**
 * Puts the files of a kept letter in their places in a run folder, the letter itself last. False where one of them is missing
 * or damaged; then the record is removed too.
 */
export async function placeResult(store: Store, kept: KeptLetter, folder: RunFolder): Promise<boolean> {
  const { content, letter, frames } = kept.files;
  const staged = `${folder.work(kept.job)}.frames`;
  await removeFolder(staged);
  const whole =
    (await store.hasBlob(letter)) &&
    (await placeFrames(store, frames, staged)) &&
    (await store.placeBlob(content, folder.content(kept.letter)));
  if (whole && frames.length > 0) await replaceFolder(folder.frames(kept.letter), staged);
  else await removeFolder(staged);
  if (whole && (await store.placeBlob(letter, folder.letter(kept.letter)))) return true;
  await store.removeRecord(key(kept.job));
  return false;
}

/** Forgets what a job has made, so that it is made again. */
export async function forgetResult(store: Store, job: string): Promise<void> {
  await store.removeRecord(key(job));
}

function writeRecord(kept: KeptLetter): Uint8Array {
  return new TextEncoder().encode(`${seal(kept)}\n`);
}

/** The record; undefined where it is none, or was changed. */
export const parseRecord = (bytes: Uint8Array): KeptLetter | undefined => unseal<KeptLetter>(bytes);
