import { removeFolder, replaceFolder } from '../files/index.js';
import { frameFile, type PictureResult } from '../paint/index.js';
import type { PictureFiles, PictureJob } from '../plan/index.js';
import { seal, unseal } from './sealed.js';
import type { Store } from './store/index.js';

/** A finished picture as a store keeps it: what is known of it, and the SHA-256 of each of its files. */
export interface KeptPicture extends PictureResult {
  /** Id of the job that made it. */
  readonly job: string;
  readonly files: {
    readonly content: string;
    readonly picture: string;
    /** One for each iteration, in their order; none where no frames are kept. */
    readonly frames: readonly string[];
  };
}

const key = (job: string): string => `results/${job}.json`;

/**
 * The picture that a job has made, undefined where none is kept, or one without the frames that the job wants. A record that is
 * no longer what was written is removed, and `onDamage` is called.
 */
export async function readResult(
  store: Store,
  { id, files }: Pick<PictureJob, 'id' | 'files'>,
  onDamage: () => void = () => {},
): Promise<KeptPicture | undefined> {
  const bytes = await store.readRecord(key(id));
  if (bytes === undefined) return undefined;
  const kept = unseal<KeptPicture>(bytes);
  if (kept?.job === id && kept.files.picture !== undefined)
    return files.frames !== undefined && kept.files.frames.length === 0 ? undefined : kept;
  await store.removeRecord(key(id));
  onDamage();
  return undefined;
}

/** Keeps the files of a picture and a record of it. Where another has kept it meanwhile, its record is returned. */
export async function keepResult(store: Store, job: PictureJob, result: PictureResult): Promise<KeptPicture> {
  const { content, picture, frames } = job.files;
  const { iterations } = job.recipe.transfer;
  const kept: KeptPicture = {
    ...result,
    job: job.id,
    files: {
      content: await store.keepFile(content),
      frames: frames === undefined ? [] : await keepFrames(store, frames, iterations),
      picture: await store.keepFile(picture),
    },
  };
  const record = new TextEncoder().encode(`${seal(kept)}\n`);
  if (await store.writeRecord(key(job.id), record, { first: true })) return kept;
  const found = await readResult(store, job);
  if (found === undefined) await store.writeRecord(key(job.id), record);
  return found ?? kept;
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
 * Puts the files of a kept picture in their places, the picture itself last; `staging` is a folder on the same disk. False where
 * one of them is missing or damaged; then the record is removed too.
 */
export async function placeResult(
  store: Store,
  kept: KeptPicture,
  { files, staging }: { readonly files: PictureFiles; readonly staging: string },
): Promise<boolean> {
  const { content, picture, frames } = kept.files;
  const framesToPlace = files.frames === undefined ? [] : frames;
  await removeFolder(staging);
  const whole =
    (await store.hasBlob(picture)) &&
    (await placeFrames(store, framesToPlace, staging)) &&
    (await store.placeBlob(content, files.content));
  if (whole && framesToPlace.length > 0) await replaceFolder(files.frames!, staging);
  else await removeFolder(staging);
  if (whole && (await store.placeBlob(picture, files.picture))) return true;
  await store.removeRecord(key(kept.job));
  return false;
}

/** Forgets what a job has made, so that it is made again. */
export async function forgetResult(store: Store, job: string): Promise<void> {
  await store.removeRecord(key(job));
}

/** All blobs that a result needs; none where its record is damaged. */
export function blobsOfResult(bytes: Uint8Array): string[] {
  const files = unseal<KeptPicture>(bytes)?.files;
  return files === undefined ? [] : [files.content, files.picture, ...files.frames];
}
