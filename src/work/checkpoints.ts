import type { Pixels, Planes } from '../base/pixels.js';
import { type Checkpoints, type Painted, type PictureState, secondFrames } from '../paint/index.js';
import type { PictureJob } from '../plan/index.js';
import { keepFrames, placeFrames } from './results.js';
import { seal, unseal } from './sealed.js';
import type { Store } from './store/index.js';

/** A picture whose samples are a blob. */
type Apart<Picture extends { readonly data: unknown }> = Omit<Picture, 'data'> & { readonly blob: string };

/** A state as a store keeps it, bound to its job. */
interface StateRecord {
  readonly job: string;
  readonly attempt: 1 | 2;
  readonly seconds: number;
  readonly course: PictureState['course'];
  readonly scale?: Omit<NonNullable<PictureState['scale']>, 'picture'> & { readonly picture: Apart<Planes> };
  readonly first?: Omit<Painted, 'picture'> & { readonly picture: Apart<Pixels> };
  /** Hashes of the frames of the first and of the second attempt. */
  readonly frames: readonly (readonly string[])[];
}

const key = (job: string): string => `checkpoints/${job}.json`;

/** In the byte order of the machine, which is the same on all that onnxruntime runs on. */
const bytesOf = ({ data }: Pixels | Planes): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** The checkpoints of one job: with `clear`, which forgets them once the letter is kept. */
export function checkpointsOf(store: Store, job: PictureJob): Checkpoints & { clear(): Promise<void> } {
  const { iterations } = job.recipe.transfer;
  const { frames: own } = job.files;
  const folders = own === undefined ? [] : [own, secondFrames(own)];
  let blobs: string[] = [];

  async function apart<Picture extends Pixels | Planes>(picture: Picture): Promise<Apart<Picture>> {
    const { data: _, ...rest } = picture;
    const blob = await store.keepBytes(bytesOf(picture));
    blobs.push(blob);
    return { ...rest, blob } as unknown as Apart<Picture>;
  }

  async function dropBlobs(before: readonly string[]): Promise<void> {
    for (const blob of before) if (!blobs.includes(blob)) await store.removeBlob(blob);
  }

  async function save({ attempt, seconds, course, scale, first }: PictureState): Promise<void> {
    const before = blobs;
    blobs = [];
    const soFar = scale?.iteration ?? 0;
    const counts = attempt === 1 ? [soFar] : [iterations, soFar];
    const frames: string[][] = [];
    for (const [at, folder] of folders.slice(0, attempt).entries())
      frames.push(await keepFrames(store, folder, counts[at]!));
    const record: StateRecord = {
      job: job.id,
      attempt,
      seconds,
      course,
      ...(scale === undefined ? {} : { scale: { ...scale, picture: await apart(scale.picture) } }),
      ...(first === undefined ? {} : { first: { ...first, picture: await apart(first.picture) } }),
      frames,
    };
    const text = seal(record);
    await store.writeRecord(key(job.id), new TextEncoder().encode(text));
    await dropBlobs(before);
  }

  async function load(): Promise<PictureState | undefined> {
    const record = await readState(store, job.id);
    if (record === undefined) return undefined;
    const { attempt, seconds, course, scale, first } = record;
    const [scalePicture, firstPicture] = [await read(scale?.picture), await read(first?.picture)];
    const whole =
      (scale === undefined) === (scalePicture === undefined) &&
      (first === undefined) === (firstPicture === undefined);
    if (!whole) return undefined;
    for (const [at, frames] of record.frames.entries()) {
      if (!(await placeFrames(store, frames, folders[at]!))) return undefined;
    }
    blobs = [scale?.picture.blob, first?.picture.blob].filter((blob) => blob !== undefined);
    return {
      attempt,
      seconds,
      course,
      scale: scale && { ...scale, picture: { ...without(scale.picture), data: floats(scalePicture!) } },
      first: first && { ...first, picture: { ...without(first.picture), data: samples(firstPicture!) } },
    };
  }

  async function read(picture: { readonly blob: string } | undefined): Promise<Uint8Array | undefined> {
    return picture && store.readBlob(picture.blob);
  }

  async function clear(): Promise<void> {
    await store.removeRecord(key(job.id));
    const before = blobs;
    blobs = [];
    await dropBlobs(before);
  }

  return { load, save, clear };
}

/** Whether a job has a checkpoint that it can go on from. */
export async function hasCheckpoint(store: Store, job: string): Promise<boolean> {
  return (await readState(store, job)) !== undefined;
}

/** Forgets where a job stood. */
export async function forgetCheckpoint(store: Store, job: string): Promise<void> {
  await store.removeRecord(key(job));
}

async function readState(store: Store, job: string): Promise<StateRecord | undefined> {
  const bytes = await store.readRecord(key(job));
  const record = bytes && unseal<StateRecord>(bytes);
  return record?.job === job ? record : undefined;
}

/** All blobs that a checkpoint needs; none where it is damaged. */
export function blobsOfCheckpoint(bytes: Uint8Array): string[] {
  const record = unseal<StateRecord>(bytes);
  if (record === undefined) return [];
  const pictures = [record.scale?.picture.blob, record.first?.picture.blob];
  return [...record.frames.flat(), ...pictures.filter((blob) => blob !== undefined)];
}

function without<Picture extends { readonly blob: string }>(picture: Picture): Omit<Picture, 'blob'> {
  const { blob: _, ...rest } = picture;
  return rest;
}

/** Copied, since a Buffer may begin at an address that floats cannot. */
const floats = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);
const samples = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
