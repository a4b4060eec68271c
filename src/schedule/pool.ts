import type { ResourceLimits, Worker } from 'node:worker_threads';
import { AbecedaryError } from '../errors.js';
import { startThread } from '../thread.js';
import type { Identified } from './contract.js';
import { decodeError, type Reply, type Request } from './wire.js';

export interface PoolSettings {
  /** The worker's module, which calls `serveJobs`: compiled (`.js`) or, in a checkout, its source (`.ts`). */
  readonly entry: URL;
  /** Memory that one worker may take; Node's own limits when absent. */
  readonly resourceLimits?: ResourceLimits | undefined;
  /** How long a thread that is asked to stop may stay in one piece of work before it is cut off; 10000 when absent. */
  readonly stopGraceMs?: number | undefined;
}

/** Worker threads that are started when they are first needed, kept for the next job, and replaced when they die. */
export interface WorkerPool<Job extends Identified, Progress, Result> {
  /**
   * Does one job in a thread of its own; as many threads run as there are calls at work, so the caller decides how
   * many. Rejects with the job's own error, with a retryable `engine` error when the thread dies, and with an
   * `aborted` one when the signal has stopped the thread.
   */
  run(job: Job, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Result>;
  /** Ends all threads, as the signal does. */
  close(): Promise<void>;
}

export function createWorkerPool<Job extends Identified, Progress, Result>(
  settings: PoolSettings,
): WorkerPool<Job, Progress, Result> {
  const { entry, resourceLimits, stopGraceMs = 10_000 } = settings;
  const alive = new Set<Worker>();
  const idle = new Set<Worker>();
  const ending = new Map<Worker, Promise<void>>();

  function startWorker(): Worker {
    const worker = startThread(entry, resourceLimits === undefined ? {} : { resourceLimits });
    alive.add(worker);
    worker.on('exit', () => {
      alive.delete(worker);
      idle.delete(worker);
      ending.delete(worker);
    });
    // Without a listener, a thread that dies between two jobs would take the whole process with it.
    worker.on('error', () => idle.delete(worker));
    return worker;
  }

  function takeWorker(): Worker {
    const [worker = startWorker()] = idle;
    idle.delete(worker);
    worker.ref();
    return worker;
  }

  function keepWorker(worker: Worker): void {
    if (ending.has(worker)) return;
    // A program that forgets to close the pool should still come to its end.
    worker.unref();
    idle.add(worker);
  }

  /**
   * Asks the thread to end itself, and cuts it off only when that takes too long: a thread that is cut off inside of
   * native code (onnxruntime's, for one) takes the whole process with it.
   */
  function endWorker(worker: Worker): Promise<void> {
    idle.delete(worker);
    const end =
      ending.get(worker) ??
      new Promise<void>((resolve) => {
        const cutOff = setTimeout(() => worker.terminate(), stopGraceMs);
        worker.once('exit', () => {
          clearTimeout(cutOff);
          resolve();
        });
        send(worker, { kind: 'stop' });
      });
    ending.set(worker, end);
    return end;
  }

  function send(worker: Worker, request: Request<Job>): void {
    worker.postMessage(request);
  }

  function run(job: Job, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(stopped());
        return;
      }
      const worker = takeWorker();
      send(worker, { kind: 'job', job });
      let cause: unknown;
      const stop = (): void => void endWorker(worker);
      const keepCause = (error: unknown): void => {
        cause = error;
      };
      const giveUp = (error: unknown): void => {
        cause = error;
        stop();
      };
      const hear = (reply: Reply<Progress, Result>): void => {
        if (reply.kind === 'progress') {
          if (!signal.aborted) onProgress(reply.progress);
          return;
        }
        release();
        keepWorker(worker);
        if (reply.kind === 'done') resolve(reply.result);
        else reject(decodeError(reply.error));
      };
      const mourn = (exitCode: number): void => {
        release();
        reject(signal.aborted ? stopped() : workerDied(exitCode, cause));
      };
      const release = (): void => {
        signal.removeEventListener('abort', stop);
        worker.off('message', hear).off('messageerror', giveUp).off('error', keepCause).off('exit', mourn);
      };
      worker.on('message', hear).on('messageerror', giveUp).on('error', keepCause).on('exit', mourn);
      signal.addEventListener('abort', stop);
    });
  }

  async function close(): Promise<void> {
    await Promise.all([...alive].map(endWorker));
  }

  return { run, close };
}

function stopped(): AbecedaryError {
  return new AbecedaryError('aborted', 'Stopped on request.');
}

function workerDied(exitCode: number, cause: unknown): AbecedaryError {
  const outOfMemory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = outOfMemory
    ? 'ran out of memory'
    : cause === undefined
      ? `ended with exit code ${exitCode}`
      : `ended with an uncaught error (${cause instanceof Error ? cause.message : String(cause)})`;
  return new AbecedaryError(
    'engine',
    `Expected a result, but the worker thread ${reason}; run it again, with fewer workers if memory is short.`,
    { cause, retryable: true },
  );
}
