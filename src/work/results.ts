import { removeFolder, replaceFolder } from '../files/index.js';
import { type FrameFormat, frameFile, type PictureResult } from '../paint/index.js';
import type { PictureFiles, PictureJob } from '../plan/index.js';
import { type KeptPicture, keptPictureSchema } from './records.js';
import { openUnsealed } from './sealed.js';
import { recordKey, type Store } from './store/index.js';

export type { KeptPicture } from './records.js';

const key = (job: string): string => recordKey('results', job);

/**
 * The picture that a job has made, undefined where none is kept, or one without the frames that the job wants. A record that is
 * not what was written is set aside, and `onDamage` is called.
 */
export async function readResult(
  store: Store,
  { id, files }: Pick<PictureJob, 'id' | 'files'>,
  onDamage: () => void = () => {},
): Promise<KeptPicture | undefined> {
  const bytes = await store.readRecord(key(id));
  if (bytes === undefined) return undefined;
  const kept = openResult(store, id, bytes);
  if (kept !== undefined)
    return files.frames !== undefined && kept.files.frames.length === 0 ? undefined : kept;
  await store.setAside(key(id));
  onDamage();
  return undefined;
}

function openResult({ seal }: Store, job: string, bytes: Uint8Array): KeptPicture | undefined {
  const { data } = keptPictureSchema.safeParse(seal.open(key(job), bytes));
  return data?.job === job ? data : undefined;
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
      frameFormat: 'webp',
      picture: await store.keepFile(picture),
    },
  };
  const record = store.seal.close(key(job.id), kept);
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
export async function placeFrames(
  store: Store,
  { hashes, format }: { readonly hashes: readonly string[]; readonly format: FrameFormat },
  folder: string,
): Promise<boolean> {
  for (const [at, sha256] of hashes.entries()) {
    const file = frameFile(folder, { iteration: at + 1 }, format);
    if (!(await store.placeBlob(sha256, file, { shared: true }))) return false;
  }
  return true;
}

/**
 * Puts the files of a kept picture in their places, the picture itself last; `staging` is a folder on the same disk. False where
 * one of them is missing or damaged; then the record is set aside.
 */
export async function placeResult(
  store: Store,
  kept: KeptPicture,
  { files, staging }: { readonly files: PictureFiles; readonly staging: string },
): Promise<boolean> {
  const { content, picture, frames, frameFormat: format = 'jpg' } = kept.files;
  const hashes = files.frames === undefined ? [] : frames;
  await removeFolder(staging);
  const whole =
    (await store.hasBlob(picture)) &&
    (await placeFrames(store, { hashes, format }, staging)) &&
    (await store.placeBlob(content, files.content));
  if (whole && hashes.length > 0) await replaceFolder(files.frames!, staging);
  else await removeFolder(staging);
  if (whole && (await store.placeBlob(picture, files.picture))) return true;
  await store.setAside(key(kept.job));
  return false;
}

/** Forgets what a job has made, so that it is made again. */
export async function forgetResult(store: Store, job: string): Promise<void> {
  await store.removeRecord(key(job));
}

/** All blobs that a result needs, whoever has kept it; none where its record is damaged. */
export function blobsOfResult(bytes: Uint8Array): string[] {
  const files = keptPictureSchema.safeParse(openUnsealed(bytes)).data?.files;
  return files === undefined ? [] : [files.content, files.picture, ...files.frames];
}
