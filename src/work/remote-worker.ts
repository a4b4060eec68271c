import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import type { EngineName } from '../config/index.js';
import { describeEngine, engineIdentity } from '../nst/index.js';
import { findEncoder, listEncoders } from '../plan/encoders.js';
import { chooseEngine } from '../plan/engines/index.js';
import { chooseWorkers } from '../plan/workers.js';
import { openLocalPainters } from './painters.js';
import { fetchPicture, queueFor, type RemotePicture } from './remote-picture.js';
import type { KeptPicture } from './results.js';
import { runOne } from './schedule/index.js';
import { openStore } from './store/index.js';

export interface WorkerOptions {
  readonly redis: string;
  /** Place of the store: the same that the runs name. */
  readonly store: string;
  /** How many letters at the same time; absent, what the machine bears at 400 px. */
  readonly concurrency?: number | undefined;
  /** Names or files of the encoders that are used; absent, all that are here. */
  readonly encoders?: readonly string[] | undefined;
  /** What does the arithmetic; absent, the CPU, which is what runs ask for that name none. */
  readonly engine?: EngineName | undefined;
  readonly limitMinutes?: number | undefined;
  /** After this long without a sign of this worker its letters go to another one; 30000 when absent. */
  readonly lockMs?: number | undefined;
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
}

/** What a worker says. */
export type WorkerEvent =
  | { readonly kind: 'connection'; readonly connected: boolean }
  | { readonly kind: 'started'; readonly letter: string; readonly job: string }
  | { readonly kind: 'done'; readonly letter: string; readonly job: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly letter: string; readonly job: string; readonly message: string };

/** A worker that takes letters from a Redis. */
export interface LetterWorker {
  /** What it can do: which letters it takes follows from that. */
  readonly engine: string;
  readonly encoders: readonly string[];
  readonly concurrency: number;
  /** Takes no more letters; resolves when those at work are done, or at once with `force`: they go on elsewhere. */
  close(force?: boolean): Promise<void>;
}

/**
 * Starts a worker. Its arithmetic is done in processes of its own, so that this one can always say that it is alive. Throws
 * AbecedaryError `engine` without a Redis or for an engine that cannot be used, `encoder` for weights that cannot be used, `config` for a store without access.
 */
export async function startWorker(options: WorkerOptions): Promise<LetterWorker> {
  const { limitMinutes, lockMs, onEvent: tell = () => {} } = options;
  const store = openStore(options.store);
  const able = await findAbilities(options);
  const engine = able[0]!.facts;
  const usual = able.map(({ facts }) => chooseWorkers(facts, usualPx));
  const { concurrency = Math.min(...usual) } = options;
  const scratch = await mkdtemp(join(tmpdir(), 'abecedary-worker-'));
  const local = openLocalPainters({
    workers: concurrency,
    // The queue tries again by itself, perhaps on another machine.
    attempts: 1,
    limitMs: limitMinutes ? limitMinutes * 60_000 : undefined,
  });
  const stop = async (): Promise<void> => {
    await local.close();
    await rm(scratch, { recursive: true, force: true });
  };
  const fileOf = new Map(able.map(({ queue, file }) => [queue, file]));
  const paint: Paint = async (picture, context) => {
    const encoderFile = fileOf.get(queueFor(picture.recipe.engine));
    if (encoderFile === undefined)
      throw new AbecedaryError('letter', 'Expected a job of this queue, got another.');
    const job = await fetchPicture(picture, store, { folder: join(scratch, 'inputs'), encoderFile });
    const place = { store: options.store, scratch: join(scratch, 'work', job.id) };
    return runOne(local, { id: job.id, job, ...place }, context);
  };
  try {
    const { startQueueWorker } = await import('./schedule/redis/index.js');
    const worker = await startQueueWorker<RemotePicture, Progress, KeptPicture>({
      ...{ url: options.redis, queues: [...fileOf.keys()], concurrency, lockMs },
      run: telling(paint, tell),
      onConnection: (connected) => tell({ kind: 'connection', connected }),
    });
    return {
      engine: `${engine.name} ${engine.provider}`,
      encoders: able.map(({ facts }) => facts.encoder.name),
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
