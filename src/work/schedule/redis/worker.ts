import { DelayedError, type Job, Worker } from 'bullmq';
import { AbecedaryError } from '../../../base/errors.js';
import type { Identified } from '../contract.js';
import { encodeError } from '../wire.js';
import { connect, defaultPrefix, signalsOf } from './connection.js';
import type { QueuedEnd, QueuedJob } from './wire.js';

export interface QueueWorkerSettings<Wanted extends Identified, Progress, Result> {
  readonly url: string;
  readonly prefix?: string | undefined;
  /** The queues whose jobs can be done here. */
  readonly queues: readonly string[];
  /** How many jobs of a queue are taken at the same time. */
  readonly concurrency: number;
  /** Does one job. It must not block the event loop: arithmetic belongs into another process. */
  readonly run: (
    job: Wanted,
    context: { report(progress: Progress): void; signal: AbortSignal },
  ) => Promise<Result>;
  /** After this long without a sign of this worker its jobs go to another one; 30000 when absent. */
  readonly lockMs?: number | undefined;
  /** How soon a job of a run that pauses is looked at again; 2000 when absent. */
  readonly pauseMs?: number | undefined;
  /** Called when the connection comes and goes. */
  readonly onConnection?: (connected: boolean) => void;
}

export interface QueueWorker {
  /** Takes no more jobs, and resolves when those at work have ended, or at once with `force`: then others take them. */
  close(force?: boolean): Promise<void>;
}

/** A job that loses its worker more often than this is given up: it may be what its workers die of. */
const mostLosses = 8;

/** Takes jobs out of queues and does them, until it is closed. Throws AbecedaryError `engine` where there is no Redis. */
export async function startQueueWorker<Wanted extends Identified, Progress, Result>({
  url,
  prefix = defaultPrefix,
  queues,
  concurrency,
  run,
  lockMs = 30_000,
  pauseMs = 2000,
  onConnection = () => {},
}: QueueWorkerSettings<Wanted, Progress, Result>): Promise<QueueWorker> {
  const client = await connect(url);
  const listener = client.duplicate();
  listener.on('error', () => {});
  const signals = signalsOf(prefix);
  const atWork = new Map<string, Set<AbortController>>();
  let closed = false;
  client.on('ready', () => onConnection(true)).on('close', () => !closed && onConnection(false));
  onConnection(true);
  listener.on('message', (_, name: string) => {
    for (const controller of atWork.get(name) ?? []) controller.abort();
  });
  await listener.subscribe(signals.channel);

  async function work(
    queued: Job<QueuedJob<Wanted>, QueuedEnd<Result>>,
    token: string | undefined,
    lost: AbortSignal | undefined,
  ): Promise<QueuedEnd<Result>> {
    const { run: name, job } = queued.data;
    const [cancelled, paused] = await client.mget(signals.cancelled(name), signals.paused(name));
    if (cancelled !== null) return { status: 'cancelled' };
    if (paused !== null) {
      await queued.moveToDelayed(Date.now() + pauseMs, token);
      throw new DelayedError();
    }
    const stop = new AbortController();
    const others = atWork.get(name) ?? new Set();
    atWork.set(name, others.add(stop));
    let reported: Promise<unknown> = Promise.resolve();
    const report = (progress: Progress): void => {
      // A report that cannot be sent any more is of a job that is no longer this worker's.
      reported = reported.then(() => queued.updateProgress(progress as object)).catch(() => undefined);
    };
    try {
      const signal = lost === undefined ? stop.signal : AbortSignal.any([stop.signal, lost]);
      const result = await run(job, { report, signal });
      await reported;
      return { status: 'done', result };
    } catch (error) {
      await reported;
      if (stop.signal.aborted) return { status: 'cancelled' };
      const again = error instanceof AbecedaryError && error.retryable;
      if (again && queued.attemptsMade + 1 < (queued.opts.attempts ?? 1)) throw error;
      return { status: 'failed', error: encodeError(error) };
    } finally {
      others.delete(stop);
      if (others.size === 0) atWork.delete(name);
    }
  }

  const workers = queues.map((queue) => {
    const worker = new Worker<QueuedJob<Wanted>, QueuedEnd<Result>>(queue, work, {
      connection: client,
      prefix,
      concurrency,
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
      listener.disconnect();
      client.disconnect();
    },
  };
}
