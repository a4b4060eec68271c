import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { AbecedaryError, throwIfAborted } from '../../base/errors.js';
import type { Identified, Outcome, RunOptions, Scheduler } from './contract.js';
import { createWorkerPool, type PoolSettings, wasDisturbed } from './pool.js';

export interface LocalSettings extends PoolSettings {
  /** How many processes work side by side, each at one job or as many as `jobsPerWorker`; at least 1. */
  readonly workers: number;
  /** How often a job is tried whose error is retryable; 2 when absent. */
  readonly attempts?: number | undefined;
  /** The pause before the second attempt, doubled before each further one; 1000 when absent. */
  readonly pauseMs?: number | undefined;
}

/** A scheduler in this process: a queue in front of a pool of worker processes. */
export function createLocalScheduler<Job extends Identified, Progress, Result>(
  settings: LocalSettings,
): Scheduler<Job, Progress, Result> {
  const { attempts = 2, pauseMs = 1000, jobsPerWorker = 1 } = settings;
  const pool = createWorkerPool<Job, Progress, Result>(settings);
  const queue = new PQueue({ concurrency: settings.workers * jobsPerWorker });
  const closing = new AbortController();
  let preferred = 0;
  let lastAlone: Promise<unknown> = Promise.resolve();

  /** What failed beside others is tried again by itself: it may be what they failed of, and may need less then. */
  function inTurn(work: () => Promise<Result>): Promise<Result> {
    const turn = lastAlone.then(work);
    lastAlone = turn.catch(() => {});
    return turn;
  }

  async function finish(
    job: Job,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Outcome<Result>> {
    let attempt = 1;
    for (;;) {
      throwIfAborted(signal);
      const alone = jobsPerWorker > 1 && attempt > 1;
      const run = (): Promise<Result> => pool.run(job, signal, { onProgress, alone });
      try {
        return { id: job.id, status: 'done', result: await (alone ? inTurn(run) : run()) };
      } catch (thrown) {
        throwIfAborted(signal);
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        const again = error instanceof AbecedaryError && error.retryable && attempt < attempts;
        if (!again && !wasDisturbed(error)) return { id: job.id, status: 'failed', error };
        await wait(pauseMs * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
        if (!wasDisturbed(error)) attempt++;
      }
    }
  }

  async function run(
    jobs: readonly Job[],
    options: RunOptions<Progress, Result> = {},
  ): Promise<Outcome<Result>[]> {
    refuseTwins(jobs);
    const broken = new AbortController();
    const signal = AbortSignal.any([
      closing.signal,
      broken.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    // Each job at work listens; Node takes more than ten listeners for a leak and warns.
    setMaxListeners(0, signal);
    const tell = (listener: () => void): void => {
      try {
        listener();
      } catch (error) {
        broken.abort(error);
      }
    };
    const work = async (job: Job): Promise<Outcome<Result>> => {
      const outcome = await finish(job, signal, (progress) =>
        tell(() => options.onProgress?.(job.id, progress)),
      );
      tell(() => options.onOutcome?.(outcome));
      return outcome;
    };
    // A queue that waits would never come to the jobs that have to see that they are not wanted any more.
    const release = (): void => void queue.start();
    signal.addEventListener('abort', release);
    if (signal.aborted) release();
    // Settled, not all: when this rejects, every process of the run has ended.
    const settled = await Promise.allSettled(
      jobs.map((job) => queue.add(() => work(job), { id: job.id, priority: 0 })),
    );
    signal.removeEventListener('abort', release);
    if (broken.signal.aborted) throw broken.signal.reason;
    return settled.map((end) => {
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    });
  }

  function prefer(id: string): void {
    try {
      queue.setPriority(id, ++preferred);
    } catch (error) {
      // The queue's way to say that it holds no such job, or not any more.
      if (!(error instanceof ReferenceError)) throw error;
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    queue.start();
    await pool.close();
    await queue.onIdle();
  }

  return { run, prefer, pause: () => queue.pause(), resume: () => void queue.start(), close };
}

/** Throws RangeError when two jobs share an id. */
export function refuseTwins(jobs: readonly Identified[]): void {
  const seen = new Set<string>();
  for (const { id } of jobs) {
    if (seen.has(id)) throw new RangeError(`two jobs have the id ${id}`);
    seen.add(id);
  }
}
