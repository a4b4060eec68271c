import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import type { EngineName } from '../config/index.js';
import { describeEngine, engineIdentity } from '../nst/index.js';
import { findEncoder, listEncoders } from '../plan/encoders.js';
import { chooseEngine } from '../plan/engines/index.js';
import { isLetter, type Recipe } from '../plan/index.js';
import { chooseWorkers } from '../plan/workers.js';
import { openInputCache } from './input-cache.js';
import { openLocalPainters, placeOf } from './painters.js';
import { fetchPicture, queueFor, type RemotePicture, remotePictureSchema } from './remote-picture.js';
import type { KeptPicture } from './results.js';
import { runOne } from './schedule/index.js';
import { sealWith } from './sealed.js';
import { openStore, recordKey, type Store } from './store/index.js';
import { givenStoreKey } from './store-key.js';
import { openWorkerFolder } from './worker-folder.js';

export interface WorkerOptions {
  readonly redis: string;
  /** Place of the store: the same that the runs name. */
  readonly store: string;
  /** A file with the key that the runs have too; absent, what the environment has as ABECEDARY_STORE_KEY, or none. */
  readonly storeKey?: string | undefined;
  /** How many letters at the same time; absent, what the machine bears at 400 px. */
  readonly concurrency?: number | undefined;
  /** Names or files of the encoders that are used; absent, all that are here. */
  readonly encoders?: readonly string[] | undefined;
  /** What does the arithmetic; absent, the CPU, which is what runs ask for that name none. */
  readonly engine?: EngineName | undefined;
  /** How long one letter may take; 240 when absent. */
  readonly limitMinutes?: number | undefined;
  /** How large one picture may be; 24 when absent, 17 being a letter of 4096 px. */
  readonly limitMegapixels?: number | undefined;
  /** How much of the ingredients of earlier letters is kept on the disk; 2000 when absent. */
  readonly cacheMegabytes?: number | undefined;
  /** After this long without a sign of this worker its letters go to another one; 30000 when absent. */
  readonly lockMs?: number | undefined;
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
}

/** What a worker says. */
export type WorkerEvent =
  | { readonly kind: 'connection'; readonly connected: boolean }
  | { readonly kind: 'started'; readonly letter: string; readonly job: string }
  | { readonly kind: 'done'; readonly letter: string; readonly job: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly letter: string; readonly job: string; readonly message: string }
  /** What came from the Redis and is no job. */
  | { readonly kind: 'refused'; readonly message: string };

/** A worker that takes letters from a Redis. */
export interface LetterWorker {
  /** What it can do: which letters it takes follows from that. */
  readonly engine: string;
  readonly encoders: readonly string[];
  /** Whether records of its store are sealed with a key. */
  readonly hasKey: boolean;
  readonly concurrency: number;
  /** Takes no more letters; resolves when those at work are done, or at once with `force`: they go on elsewhere. */
  close(force?: boolean): Promise<void>;
}

/**
 * Starts a worker. Its arithmetic is done in processes of its own, so that this one can always say that it is alive. Throws
 * AbecedaryError `engine` without a Redis or for an engine that cannot be used, `encoder` for weights that cannot be used, `config` for a store without access, and
 * `output` for one that cannot be reached.
 */
export async function startWorker(options: WorkerOptions): Promise<LetterWorker> {
  const { lockMs, onEvent: tell = () => {} } = options;
  const secret = await givenStoreKey(options.storeKey);
  const store = openStore(options.store, { seal: sealWith(secret) });
  // No letter has this id; a store that cannot be reached is told of now, and not by every letter.
  await store.readRecord(recordKey('results', '0'.repeat(64)));
  const able = await findAbilities(options);
  const engine = able[0]!.facts;
  const usual = able.map(({ facts }) => chooseWorkers(facts, usualPx));
  const { concurrency = Math.min(...usual) } = options;
  const fileOf = new Map(able.map(({ queue, file }) => [queue, file]));
  const { paint, stop } = await openPaint(options, { store, concurrency, fileOf });
  try {
    const { startQueueWorker } = await import('./schedule/redis/index.js');
    const worker = await startQueueWorker<RemotePicture, Progress, KeptPicture>({
      ...{ url: options.redis, queues: [...fileOf.keys()], concurrency, lockMs },
      jobOf: (value) => remotePictureSchema.parse(value),
      run: telling(paint, tell),
      onConnection: (connected) => tell({ kind: 'connection', connected }),
      onRefused: (message) => tell({ kind: 'refused', message }),
    });
    return {
      engine: `${engine.name} ${engine.provider}`,
      encoders: able.map(({ facts }) => facts.encoder.name),
      hasKey: secret !== undefined,
      concurrency,
      close: async (force = false) => {
        await worker.close(force);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface PaintParts {
  readonly store: Store;
  readonly concurrency: number;
  /** Weights by the queue whose jobs they paint. */
  readonly fileOf: ReadonlyMap<string, string>;
}

/** What paints the pictures of a worker, within its limits, and lets go of everything. */
async function openPaint(
  { limitMinutes = 240, limitMegapixels = 24, cacheMegabytes = 2000 }: WorkerOptions,
  { store, concurrency, fileOf }: PaintParts,
): Promise<{ readonly paint: Paint; stop(): Promise<void> }> {
  const scratch = await openWorkerFolder();
  const local = openLocalPainters({
    workers: concurrency,
    // The queue tries again by itself, perhaps on another machine.
    attempts: 1,
    limitMs: limitMinutes > 0 ? limitMinutes * 60_000 : undefined,
  });
  const cache = openInputCache(store, join(scratch, 'inputs'), cacheMegabytes * 1e6);
  let jobs = 0;
  return {
    paint: async (picture, context) => {
      const encoderFile = fileOf.get(queueFor(picture.recipe.engine));
      if (encoderFile === undefined)
        throw new AbecedaryError('letter', 'Expected a job of this queue, got another.');
      refuseTooLarge(picture, limitMegapixels);
      // Two runs may ask for the same picture at the same time.
      const folder = join(scratch, 'jobs', String(jobs++));
      try {
        const place = { folder: join(folder, 'inputs'), encoderFile };
        const job = await fetchPicture(picture, { store, cache }, place);
        const task = { id: job.id, job, ...placeOf(store), scratch: join(folder, 'work') };
        return await runOne(local, task, context);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    stop: async () => {
      await local.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

function refuseTooLarge({ name, recipe }: RemotePicture, limitMegapixels: number): void {
  const megapixels = pixelsOf(recipe) / 1e6;
  if (megapixels <= limitMegapixels) return;
  throw new AbecedaryError(
    'letter',
    `Expected «${name}» to have at most ${limitMegapixels} megapixels, which this worker makes, got ${megapixels.toFixed(1)}; make it smaller, or start a worker with a larger --limit-megapixels.`,
  );
}

function pixelsOf(recipe: Recipe): number {
  return isLetter(recipe) ? recipe.transfer.sizePx ** 2 : recipe.measures.width * recipe.measures.height;
}

type Paint = (
  picture: RemotePicture,
  context: { report(progress: Progress): void; signal: AbortSignal },
) => Promise<KeptPicture>;

function telling(paint: Paint, tell: (event: WorkerEvent) => void): Paint {
  return async (picture, context) => {
    const which = { letter: picture.name, job: picture.id };
    tell({ kind: 'started', ...which });
    try {
      const kept = await paint(picture, context);
      tell({ kind: 'done', ...which, seconds: kept.seconds });
      return kept;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      tell({ kind: 'failed', ...which, message });
      throw error;
    }
  };
}

/** The default size: larger letters take more memory, which whoever asks for them knows. */
const usualPx = 400;

async function findAbilities({ encoders, engine: wanted = 'cpu' }: WorkerOptions) {
  const { engine } = await chooseEngine(wanted);
  const files =
    encoders === undefined
      ? (await listEncoders()).flatMap(({ path }) => path ?? [])
      : await Promise.all(encoders.map(findEncoder));
  if (files.length === 0) {
    throw new AbecedaryError('encoder', 'Expected at least one encoder, got none; name one with --encoder.');
  }
  return Promise.all(
    files.map(async (file) => {
      const facts = await describeEngine(file, engine);
      return { file, facts, queue: queueFor(engineIdentity(facts)) };
    }),
  );
}
