import type { Pixels, Planes } from '../base/pixels.js';
import { type Checkpoints, type PictureState, secondFrames } from '../paint/index.js';
import type { PictureJob } from '../plan/index.js';
import { type StateRecord, stateRecordSchema } from './records.js';
import { keepFrames, placeFrames } from './results.js';
import { openUnsealed } from './sealed.js';
import { recordKey, type Store } from './store/index.js';

const key = (job: string): string => recordKey('checkpoints', job);

/** The checkpoints of one job. */
export class JobCheckpoints implements Checkpoints {
  readonly #store: Store;
  readonly #job: PictureJob;
  /** Of the frames of the first and of the second attempt. */
  readonly #folders: readonly string[];
  #blobs: readonly string[] = [];
  #isResumed = false;

  constructor(store: Store, job: PictureJob) {
    this.#store = store;
    this.#job = job;
    const { frames } = job.files;
    this.#folders = frames === undefined ? [] : [frames, secondFrames(frames)];
  }

  /** Whether a state was loaded. */
  get isResumed(): boolean {
    return this.#isResumed;
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
      frameFormat: 'webp',
    };
    const at = key(this.#job.id);
    await this.#store.writeRecord(at, this.#store.seal.close(at, record));
    await this.#keepOnly(picturesOf(record));
  }

  async load(): Promise<PictureState | undefined> {
    const record = await readState(this.#store, this.#job.id);
    if (record === undefined) return undefined;
    const { attempt, seconds, lossCurve } = record;
    const scale = record.scale && (await readPart(this.#store, record.scale, floats));
    const first = record.first && (await readPart(this.#store, record.first, samples));
    // Where frames were JPEG, it begins anew: its frames are to be of one format.
    if (record.frameFormat === undefined && record.frames.some(({ length }) => length > 0)) return undefined;
    // A contact sheet may have begun it without frames.
    if (record.frames.length !== this.#folders.slice(0, attempt).length) return undefined;
    if ((record.scale && !scale) || (record.first && !first)) return undefined;
    for (const [at, hashes] of record.frames.entries()) {
      const placed = { hashes, format: 'webp' } as const;
      if (!(await placeFrames(this.#store, placed, this.#folders[at]!))) return undefined;
    }
    this.#blobs = picturesOf(record);
    this.#isResumed = true;
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

/** All blobs that a checkpoint needs, whoever has kept it; none where it is damaged. */
export function blobsOfCheckpoint(bytes: Uint8Array): string[] {
  const { data } = stateRecordSchema.safeParse(openUnsealed(bytes));
  return data === undefined ? [] : [...data.frames.flat(), ...picturesOf(data)];
}

function picturesOf({ scale, first }: StateRecord): string[] {
  return [scale?.picture.blob, first?.picture.blob].filter((blob) => blob !== undefined);
}

async function readState(store: Store, job: string): Promise<StateRecord | undefined> {
  const bytes = await store.readRecord(key(job));
  return bytes && openState(store, job, bytes);
}

function openState({ seal }: Store, job: string, bytes: Uint8Array): StateRecord | undefined {
  const { data } = stateRecordSchema.safeParse(seal.open(key(job), bytes));
  return data?.job === job ? data : undefined;
}

/** In the byte order of the machine, which is the same on all that onnxruntime runs on. */
async function keepSamples<Picture extends Pixels | Planes>(
  store: Store,
  { data, ...picture }: Picture,
): Promise<Omit<Picture, 'data'> & { readonly blob: string }> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { ...picture, blob: await store.keepBytes(bytes) };
}

/** Undefined where the samples are gone or damaged, or are not as many as the picture has. */
async function readPart<
  Picture extends { readonly blob: string } & Omit<Planes, 'data'>,
  Part extends { readonly picture: Picture },
  Data extends { readonly length: number },
>(store: Store, part: Part, samplesOf: (bytes: Uint8Array) => Data) {
  const { blob, ...picture } = part.picture;
  const bytes = await store.readBlob(blob);
  if (bytes === undefined) return undefined;
  const data = samplesOf(bytes);
  const { width, height, channels } = part.picture;
  return data.length === width * height * channels ? { ...part, picture: { ...picture, data } } : undefined;
}

/** Copied, since a Buffer may begin at an address that floats cannot; what is left over is none. */
const floats = (bytes: Uint8Array): Float32Array =>
  new Float32Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 4));
const samples = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
