import { hostname } from 'node:os';
import { DelayedError, type Processor, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AbecedaryError } from '../../../base/errors.js';
import type { Identified } from '../contract.js';
import { encodeError, faultOf } from '../wire.js';
import { connect, defaultPrefix, signalsOf } from './connection.js';
import { type QueuedEnd, type QueuedJob, queuedJobSchema } from './wire.js';

interface QueueWorkerSettings<Job extends Identified, Progress, Result> {
  readonly url: string;
  readonly prefix?: string | undefined;
  /** The queues whose jobs can be done here. */
  readonly queues: readonly string[];
  /** How many jobs of a queue are taken at the same time. */
  readonly concurrency: number;
  /** The job, of what Redis holds as one. Throws what is wrong with it. */
  readonly jobOf: (value: unknown) => Job;
  /** Told of what is no job, and is given back as failed. */
  readonly onRefused?: (message: string) => void;
  /** Does one job. It must not block the event loop: arithmetic belongs into another process. */
  readonly run: (
    job: Job,
    context: { report(progress: Progress): void; signal: AbortSignal },
  ) => Promise<Result>;
  /** After this long without a sign of this worker its jobs go to another one; 30000 when absent. */
  readonly lockMs?: number | undefined;
  /** How soon a job of a run that pauses is looked at again; 2000 when absent. */
  readonly pauseMs?: number | undefined;
  /** Called when the connection comes and goes. */
  readonly onConnection?: (connected: boolean) => void;
}

interface QueueWorker {
  /** Takes no more jobs, and resolves when those at work have ended, or at once with `force`: then others take them. */
  close(force?: boolean): Promise<void>;
}

/** Whatever a job says of itself. */
const mostAttempts = 2;

/** A job that loses its worker more often than this is given up: it may be what its workers die of. */
const mostLosses = 8;

/** Takes jobs out of queues and does them, until it is closed. Throws AbecedaryError `engine` where there is no Redis. */
export async function startQueueWorker<Job extends Identified, Progress, Result>(
  settings: QueueWorkerSettings<Job, Progress, Result>,
): Promise<QueueWorker> {
  const { url, prefix = defaultPrefix, queues, concurrency, lockMs = 30_000, onConnection } = settings;
  const client = await connect(url);
  const subscriber = client.duplicate();
  // Every job at work listens.
  subscriber.on('error', () => {}).setMaxListeners(0);
  let closed = false;
  client.on('ready', () => onConnection?.(true)).on('close', () => closed || onConnection?.(false));
  onConnection?.(true);
  await subscriber.subscribe(signalsOf(prefix).channel);
  const work = processorOf(settings, client, subscriber);
  const workers = queues.map((queue) => {
    const worker = new Worker<QueuedJob<Job>, QueuedEnd<Result>>(queue, work, {
      connection: client,
      prefix,
      concurrency,
      // What a run calls it by, where its answer is none.
      name: `${hostname()}-${process.pid}`,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: mostLosses,
    });
    // Broken connections, and jobs that were given to another worker meanwhile; both mend themselves.
    worker.on('error', () => {});
    return worker;
  });
  return {
    close: async (force = false) => {
      await Promise.all(workers.map((worker) => worker.close(force)));
      closed = true;
      subscriber.disconnect();
      client.disconnect();
    },
  };
}

/** How one job is done, which may be cancelled from elsewhere, or wait while its run pauses. */
function processorOf<Job extends Identified, Progress, Result>(
  settings: QueueWorkerSettings<Job, Progress, Result>,
  client: Redis,
  subscriber: Redis,
): Processor<QueuedJob<Job>, QueuedEnd<Result>> {
  const { prefix = defaultPrefix, run, pauseMs = 2000 } = settings;
  const signals = signalsOf(prefix);
  return async (queued, token, lost) => {
    const read = readJob(settings, queued.data);
    if ('refusal' in read) return { status: 'failed', error: encodeError(read.refusal) };
    const { name, job } = read;
    const [cancelled, paused] = await client.mget(signals.cancelled(name), signals.paused(name));
    if (cancelled !== null) return { status: 'cancelled' };
    if (paused !== null) {
      await queued.moveToDelayed(Date.now() + pauseMs, token);
      throw new DelayedError();
    }
    const stop = new AbortController();
    const onMessage = (_: string, cancelledRun: string): void => {
      if (cancelledRun === name) stop.abort();
    };
    subscriber.on('message', onMessage);
    let reported: Promise<unknown> = Promise.resolve();
    const report = (progress: Progress): void => {
      // A report that cannot be sent any more is of a job that is no longer this worker's.
      reported = reported.then(() => queued.updateProgress(progress as object)).catch(() => undefined);
    };
    try {
      const signal = AbortSignal.any([stop.signal, lost].filter((each) => each !== undefined));
      const result = await run(job, { report, signal });
      await reported;
      return { status: 'done', result };
    } catch (error) {
      await reported;
      if (stop.signal.aborted) return { status: 'cancelled' };
      const again = error instanceof AbecedaryError && error.retryable;
      if (again && queued.attemptsMade + 1 < Math.min(queued.opts.attempts ?? 1, mostAttempts)) throw error;
      return { status: 'failed', error: encodeError(error) };
    } finally {
      subscriber.off('message', onMessage);
    }
  };
}

/** What Redis holds, checked: whoever can write to it may have written anything. */
function readJob<Job extends Identified>(
  { jobOf, onRefused }: Pick<QueueWorkerSettings<Job, never, never>, 'jobOf' | 'onRefused'>,
  data: unknown,
): { readonly name: string; readonly job: Job } | { readonly refusal: AbecedaryError } {
  try {
    const { run: name, job } = queuedJobSchema.parse(data);
    return { name, job: jobOf(job) };
  } catch (cause) {
    const message = `Expected a job as this version writes it, got one that is not (${faultOf(cause)}); use one version everywhere.`;
    onRefused?.(message);
    return { refusal: new AbecedaryError('letter', message) };
  }
}
