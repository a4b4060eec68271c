import { AbecedaryError } from '../../base/errors.js';
import type { Identified } from './contract.js';
import { WorkerProcess } from './worker-process.js';

export interface PoolSettings {
  /** The worker's module, which calls `serveJobs`: compiled (`.js`) or, in a checkout, its source (`.ts`). */
  readonly entry: URL;
  /** How many jobs one process is given at the same time, and learns as its first argument; 1 when absent. */
  readonly jobsPerWorker?: number | undefined;
  /** Whether jobs are pictures that are painted in tiles: their processes keep less memory. */
  readonly inTiles?: boolean | undefined;
  /** How long one job may take, in milliseconds; without end when absent. */
  readonly limitMs?: number | undefined;
  /** A process of the same entry that was started before, so that the first job need not wait for one; it is the pool's from then on. */
  readonly spare?: Pick<WorkerProcess<Identified, unknown, unknown>, 'places' | 'end'> | undefined;
}

interface PoolRun<Progress> {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** In a process for one job at a time. */
  readonly alone: boolean;
}

/** Worker processes that are started when they are first needed, kept for the next job, and replaced when they die. */
export class WorkerPool<Job extends Identified, Progress, Result> {
  readonly #settings: PoolSettings;
  readonly #workers = new Set<WorkerProcess<Job, Progress, Result>>();

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    const { spare, jobsPerWorker = 1 } = settings;
    if (spare === undefined) return;
    if (spare.places === jobsPerWorker) this.#keep(spare as WorkerProcess<Job, Progress, Result>);
    else void spare.end();
  }

  /**
   * Does one job in a process, which it shares with no more than `jobsPerWorker` allows, or, `alone`, with none; as many run as
   * there are calls at work, so the caller decides how many. Rejects with the job's own error, with a retryable `engine` error
   * when the process dies (a DisturbedError where that was because of another job in it), with one that is not retryable
   * when the time is over, and with an `aborted` one when the signal has stopped the process.
   */
  async run(job: Job, { signal, onProgress, alone }: PoolRun<Progress>): Promise<Result> {
    if (signal.aborted) throw stopped();
    const { limitMs, jobsPerWorker = 1 } = this.#settings;
    const worker = this.#workerFor(alone ? 1 : jobsPerWorker);
    let reason: AbecedaryError | undefined;
    const end = (because: AbecedaryError): void => {
      reason ??= because;
      void worker.end();
    };
    const stop = (): void => end(stopped());
    const limit = limitMs === undefined ? undefined : setTimeout(() => end(tooLong(limitMs)), limitMs);
    signal.addEventListener('abort', stop);
    try {
      return await worker.run(job, onProgress);
    } catch (error) {
      // What may succeed when it is tried again should find a fresh process: a GPU that was lost does not come back in this one.
      if (error instanceof AbecedaryError && error.retryable) void worker.end();
      throw reason ?? error;
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Ends all processes, as the signal does. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  /** One that has a place free: jobs are put together, since that is what several places are for. */
  #workerFor(places: number): WorkerProcess<Job, Progress, Result> {
    const [fullest] = [...this.#workers]
      .filter((worker) => worker.places === places && worker.hasRoom)
      .sort((one, other) => other.jobs - one.jobs);
    if (fullest !== undefined) return fullest;
    const { entry, inTiles } = this.#settings;
    return this.#keep(new WorkerProcess<Job, Progress, Result>(entry, places, inTiles));
  }

  #keep(worker: WorkerProcess<Job, Progress, Result>): WorkerProcess<Job, Progress, Result> {
    this.#workers.add(worker);
    void worker.closed.then(() => this.#workers.delete(worker));
    return worker;
  }
}

function stopped(): AbecedaryError {
  return new AbecedaryError('aborted', 'Stopped on request.');
}

function tooLong(limitMs: number): AbecedaryError {
  return new AbecedaryError(
    'engine',
    `Expected a result within ${Math.round(limitMs / 1000)} s, got none; give it more time (schedule.limitMinutes) or make it smaller.`,
  );
}
