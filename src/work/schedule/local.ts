import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { AbecedaryError, throwIfAborted } from '../../base/errors.js';
import type { Identified, Outcome, Scheduler } from './contract.js';
import { guardListeners, refuseTwins } from './guards.js';
import { type PoolSettings, WorkerPool } from './pool.js';
import { DisturbedError } from './worker-process.js';

interface LocalSettings extends PoolSettings {
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
  const { workers, jobsPerWorker = 1 } = settings;
  const pool = new WorkerPool<Job, Progress, Result>(settings);
  const finish = createAttempts(pool, settings);
  const queue = new PQueue({ concurrency: workers * jobsPerWorker });
  const closing = new AbortController();
  let preferred = 0;
  return {
    run: async (jobs, options = {}) => {
      refuseTwins(jobs);
      const stop = new AbortController();
      const signal = AbortSignal.any(
        [closing.signal, stop.signal, options.signal].filter((each) => each !== undefined),
      );
      // Each job at work listens; Node takes more than ten listeners for a leak and warns.
      setMaxListeners(0, signal);
      const { onProgress, onOutcome } = guardListeners(options, stop);
      const work = async (job: Job): Promise<Outcome<Result>> => {
        const outcome = await finish(job, signal, (progress) => onProgress(job.id, progress));
        onOutcome(outcome);
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
      if (stop.signal.aborted) throw stop.signal.reason;
      return settled.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
    },
    prefer: (id) => {
      try {
        queue.setPriority(id, ++preferred);
      } catch (error) {
        // The queue's way to say that it holds no such job, or not any more.
        if (!(error instanceof ReferenceError)) throw error;
      }
    },
    pause: () => queue.pause(),
    resume: () => void queue.start(),
    close: async () => {
      closing.abort();
      queue.start();
      await pool.close();
      await queue.onIdle();
    },
  };
}

/** Does one job, with as many attempts as it may have. Rejects only where it is stopped. */
type Attempts<Job, Progress, Result> = (
  job: Job,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
) => Promise<Outcome<Result>>;

function createAttempts<Job extends Identified, Progress, Result>(
  pool: WorkerPool<Job, Progress, Result>,
  { attempts = 2, pauseMs = 1000, jobsPerWorker = 1 }: LocalSettings,
): Attempts<Job, Progress, Result> {
  let lastAlone: Promise<unknown> = Promise.resolve();
  /** What failed beside others is tried again by itself: it may be what they failed of, and may need less then. */
  const inTurn = (work: () => Promise<Result>): Promise<Result> => {
    const turn = lastAlone.then(work);
    lastAlone = turn.catch(() => {});
    return turn;
  };
  return async (job, signal, onProgress) => {
    for (let attempt = 1; ; ) {
      throwIfAborted(signal);
      const alone = jobsPerWorker > 1 && attempt > 1;
      const run = (): Promise<Result> => pool.run(job, { signal, onProgress, alone });
      try {
        return { id: job.id, status: 'done', result: await (alone ? inTurn(run) : run()) };
      } catch (thrown) {
        throwIfAborted(signal);
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        const isDisturbed = error instanceof DisturbedError;
        const again = error instanceof AbecedaryError && error.retryable && attempt < attempts;
        if (!again && !isDisturbed) return { id: job.id, status: 'failed', error };
        await wait(pauseMs * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
        if (!isDisturbed) attempt++;
      }
    }
  };
}
