import type { Pixels, Planes } from '../base/pixels.js';
import { type Checkpoints, type PictureState, secondFrames } from '../paint/index.js';
import type { PictureJob } from '../plan/index.js';
import { keepFrames, placeFrames } from './results.js';
import { seal, unseal } from './sealed.js';
import type { Store } from './store/index.js';

/** A part of a state whose picture has its samples in a blob. */
type Stored<Part extends { readonly picture: Pixels | Planes }> = Omit<Part, 'picture'> & {
  readonly picture: Omit<Part['picture'], 'data'> & { readonly blob: string };
};

/** A state as a store keeps it, bound to its job. */
interface StateRecord extends Omit<PictureState, 'scale' | 'first'> {
  readonly job: string;
  readonly scale?: Stored<NonNullable<PictureState['scale']>> | undefined;
  readonly first?: Stored<NonNullable<PictureState['first']>> | undefined;
  /** Hashes of the frames of the first and of the second attempt. */
  readonly frames: readonly (readonly string[])[];
}

const key = (job: string): string => `checkpoints/${job}.json`;

/** The checkpoints of one job. */
export class JobCheckpoints implements Checkpoints {
  readonly #store: Store;
  readonly #job: PictureJob;
  /** Of the frames of the first and of the second attempt. */
  readonly #folders: readonly string[];
  #blobs: readonly string[] = [];

  constructor(store: Store, job: PictureJob) {
    this.#store = store;
    this.#job = job;
    const { frames } = job.files;
    this.#folders = frames === undefined ? [] : [frames, secondFrames(frames)];
  }

  async save({ attempt, seconds, lossCurve, scale, first }: PictureState): Promise<void> {
    const soFar = scale?.iteration ?? 0;
    const counts = attempt === 1 ? [soFar] : [this.#job.recipe.transfer.iterations, soFar];
    const frames: string[][] = [];
    for (const [at, folder] of this.#folders.slice(0, attempt).entries())
      frames.push(await keepFrames(this.#store, folder, counts[at]!));
    const record: StateRecord = {
      ...{ job: this.#job.id, attempt, seconds, lossCurve },
      scale: scale && { ...scale, picture: await keepSamples(this.#store, scale.picture) },
      first: first && { ...first, picture: await keepSamples(this.#store, first.picture) },
      frames,
    };
    await this.#store.writeRecord(key(this.#job.id), new TextEncoder().encode(seal(record)));
    await this.#keepOnly(picturesOf(record));
  }

  async load(): Promise<PictureState | undefined> {
    const record = await readState(this.#store, this.#job.id);
    if (record === undefined) return undefined;
    const { attempt, seconds, lossCurve } = record;
    const scale = record.scale && (await readPart(this.#store, record.scale, floats));
    const first = record.first && (await readPart(this.#store, record.first, samples));
    // A contact sheet may have begun it without frames.
    if (record.frames.length !== this.#folders.slice(0, attempt).length) return undefined;
    if ((record.scale && !scale) || (record.first && !first)) return undefined;
    for (const [at, frames] of record.frames.entries()) {
      if (!(await placeFrames(this.#store, frames, this.#folders[at]!))) return undefined;
    }
    this.#blobs = picturesOf(record);
    return { attempt, seconds, lossCurve, scale, first };
  }

  /** Forgets them, once the picture is kept. */
  async clear(): Promise<void> {
    await forgetCheckpoint(this.#store, this.#job.id);
    await this.#keepOnly([]);
  }

  async #keepOnly(blobs: readonly string[]): Promise<void> {
    for (const blob of this.#blobs) if (!blobs.includes(blob)) await this.#store.removeBlob(blob);
    this.#blobs = blobs;
  }
}

/** Whether a job has a checkpoint that it can go on from. */
export async function hasCheckpoint(store: Store, job: string): Promise<boolean> {
  return (await readState(store, job)) !== undefined;
}

/** Forgets where a job stood. */
export async function forgetCheckpoint(store: Store, job: string): Promise<void> {
  await store.removeRecord(key(job));
}

/** All blobs that a checkpoint needs; none where it is damaged. */
export function blobsOfCheckpoint(bytes: Uint8Array): string[] {
  const record = unseal<StateRecord>(bytes);
  return record === undefined ? [] : [...record.frames.flat(), ...picturesOf(record)];
}

function picturesOf({ scale, first }: StateRecord): string[] {
  return [scale?.picture.blob, first?.picture.blob].filter((blob) => blob !== undefined);
}

async function readState(store: Store, job: string): Promise<StateRecord | undefined> {
  const bytes = await store.readRecord(key(job));
  const record = bytes && unseal<StateRecord>(bytes);
  return record?.job === job ? record : undefined;
}

/** In the byte order of the machine, which is the same on all that onnxruntime runs on. */
async function keepSamples<Picture extends Pixels | Planes>(
  store: Store,
  { data, ...picture }: Picture,
): Promise<Omit<Picture, 'data'> & { readonly blob: string }> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { ...picture, blob: await store.keepBytes(bytes) };
}

/** Undefined where the samples are gone or damaged. */
async function readPart<
  Picture extends { readonly blob: string },
  Part extends { readonly picture: Picture },
  Data,
>(store: Store, part: Part, samplesOf: (bytes: Uint8Array) => Data) {
  const { blob, ...picture } = part.picture;
  const bytes = await store.readBlob(blob);
  return bytes && { ...part, picture: { ...picture, data: samplesOf(bytes) } };
}

/** Copied, since a Buffer may begin at an address that floats cannot. */
const floats = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);
const samples = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
