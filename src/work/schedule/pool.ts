import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AbecedaryError } from '../../base/errors.js';
import type { Identified } from './contract.js';
import { decodeError, type Reply, type Request } from './wire.js';

export interface PoolSettings {
  /** The worker's module, which calls `serveJobs`: compiled (`.js`) or, in a checkout, its source (`.ts`). */
  readonly entry: URL;
  /** Memory that the JavaScript of one worker may take, in megabytes; Node's own limit when absent. */
  readonly heapMb?: number | undefined;
  /** How many jobs one process is given at the same time, and learns as its first argument; 1 when absent. */
  readonly jobsPerWorker?: number | undefined;
  /** How long one job may take, in milliseconds; without end when absent. */
  readonly limitMs?: number | undefined;
}

/** Worker processes that are started when they are first needed, kept for the next job, and replaced when they die. */
export interface WorkerPool<Job extends Identified, Progress, Result> {
  /**
   * Does one job in a process, which it shares with no more than `jobsPerWorker` allows, or, `alone`, with none; as many run as
   * there are calls at work, so the caller decides how many. Rejects with the job's own error, with a retryable `engine` error
   * when the process dies (`wasDisturbed` tells whether that was because of another job in it), with one that is not retryable
   * when the time is over, and with an `aborted` one when the signal has stopped the process.
   */
  run(job: Job, signal: AbortSignal, options: PoolRun<Progress>): Promise<Result>;
  /** Ends all processes, as the signal does. */
  close(): Promise<void>;
}

export interface PoolRun<Progress> {
  readonly onProgress: (progress: Progress) => void;
  /** In a process for one job at a time. */
  readonly alone?: boolean;
}

interface PoolWorker {
  readonly process: ChildProcess;
  /** The end of what it wrote on stderr. */
  words: string;
  /** What it said of the error that it dies of. */
  cause: Error | undefined;
  /** For how many jobs it was started, and how many it is at. */
  readonly places: number;
  jobs: number;
  /** It was told to end, and gets no more jobs. */
  ended: boolean;
}

/**
 * Settings of the GNU C library, for the workers: what is freed stays with the process and is handed out again. Large pieces would
 * else come from the system each time and be cleared by it, which takes as long as the arithmetic on them. Elsewhere they
 * mean nothing.
 */
const keptMemory = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
};

/** Of a dying worker's stderr. */
const rememberedCharacters = 8000;

export function createWorkerPool<Job extends Identified, Progress, Result>({
  entry,
  heapMb,
  jobsPerWorker = 1,
  limitMs,
}: PoolSettings): WorkerPool<Job, Progress, Result> {
  const alive = new Set<PoolWorker>();
  let requests = 0;

  function startWorker(places: number): PoolWorker {
    const child = fork(fileURLToPath(entry), [String(places)], {
      // A checkout runs from its sources, in a program or a test runner that may have no such loader itself.
      execArgv: [
        ...(entry.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : []),
        ...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`]),
      ],
      env: { ...process.env, ...keptMemory },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const worker: PoolWorker = { process: child, words: '', cause: undefined, places, jobs: 0, ended: false };
    alive.add(worker);
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      worker.words = (worker.words + text).slice(-rememberedCharacters);
    });
    child.on('message', (reply: Reply<Progress, Result>) => {
      if (reply.kind === 'dying') worker.cause = decodeError(reply.error);
    });
    // A process that cannot be started, or told anything, says so by its exit.
    child.on('error', (error) => {
      worker.cause ??= error;
      child.kill('SIGKILL');
    });
    child.on('close', () => alive.delete(worker));
    // Each job at work listens.
    child.setMaxListeners(0);
    return worker;
  }

  /** One that has a place free: jobs are put together, since that is what several places are for. */
  function takeWorker(places: number): PoolWorker {
    const free = [...alive].filter(
      (worker) => worker.places === places && worker.jobs < places && !worker.ended,
    );
    const [worker = startWorker(places)] = free.sort((a, b) => b.jobs - a.jobs);
    worker.jobs++;
    hold(worker, 'ref');
    return worker;
  }

  function leaveWorker(worker: PoolWorker): void {
    worker.jobs--;
    // A program that forgets to close the pool should still come to its end.
    if (worker.jobs === 0 && !worker.ended) hold(worker, 'unref');
  }

  /** At once, wherever it is: what a worker writes is whole or not there, and goes on from there the next time. */
  function endWorker(worker: PoolWorker): Promise<void> {
    worker.ended = true;
    return new Promise((resolve) => {
      if (!alive.has(worker)) return resolve();
      hold(worker, 'ref');
      worker.process.once('close', () => resolve());
      worker.process.kill('SIGKILL');
    });
  }

  function run(
    job: Job,
    signal: AbortSignal,
    { onProgress, alone = false }: PoolRun<Progress>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(stopped());
        return;
      }
      const worker = takeWorker(alone ? 1 : jobsPerWorker);
      const { process: child } = worker;
      const number = requests++;
      let reason: AbecedaryError | undefined;
      const end = (because: AbecedaryError): void => {
        reason ??= because;
        void endWorker(worker);
      };
      const stop = (): void => end(stopped());
      const limit = limitMs === undefined ? undefined : setTimeout(() => end(tooLong(limitMs)), limitMs);
      const hear = (reply: Reply<Progress, Result>): void => {
        if (reply.kind === 'dying' || reply.number !== number) return;
        if (reply.kind === 'progress') {
          if (reason === undefined) onProgress(reply.progress);
          return;
        }
        if (reason !== undefined) return;
        release();
        const failure = reply.kind === 'done' ? undefined : decodeError(reply.error);
        // What may succeed when it is tried again should find a fresh process: a GPU that was lost does not come back in this one.
        if (failure instanceof AbecedaryError && failure.retryable) void endWorker(worker);
        if (reply.kind === 'done') resolve(reply.result);
        else reject(failure);
      };
      const mourn = (exitCode: number | null, killedBy: NodeJS.Signals | null): void => {
        release();
        reject(reason ?? workerDied(exitCode, killedBy, worker));
      };
      const release = (): void => {
        clearTimeout(limit);
        leaveWorker(worker);
        signal.removeEventListener('abort', stop);
        child.off('message', hear).off('close', mourn);
      };
      child.on('message', hear).on('close', mourn);
      signal.addEventListener('abort', stop);
      const request: Request<Job> = { kind: 'job', number, job };
      child.send(request as unknown as Serializable, (error) => {
        // Only a worker that has died cannot be told; what it died of comes with its exit.
        if (error !== null && error !== undefined) child.kill('SIGKILL');
      });
    });
  }

  async function close(): Promise<void> {
    await Promise.all([...alive].map(endWorker));
  }

  return { run, close };
}

/** Whether a worker keeps this process alive, with its channel and its stderr. */
function hold({ process: child }: PoolWorker, how: 'ref' | 'unref'): void {
  child[how]();
  child.channel?.[how]();
  (child.stderr as unknown as { ref(): void; unref(): void } | null)?.[how]();
}

const disturbed = new WeakSet<Error>();

/** Whether a job ended without any fault of its own. */
export function wasDisturbed(error: Error): boolean {
  return disturbed.has(error);
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

function workerDied(
  exitCode: number | null,
  killedBy: NodeJS.Signals | null,
  { words, cause, ended }: PoolWorker,
): AbecedaryError {
  if (ended) {
    const error = new AbecedaryError(
      'engine',
      'Expected a result, but the worker process was ended because of another job in it; run it again.',
      { retryable: true },
    );
    disturbed.add(error);
    return error;
  }
  return new AbecedaryError(
    'engine',
    `Expected a result, but the worker process ${reasonOf(exitCode, killedBy, words, cause)}; run it again, with fewer workers if memory is short.`,
    { cause: cause ?? (words === '' ? undefined : new Error(words.trim())), retryable: true },
  );
}

function reasonOf(
  exitCode: number | null,
  killedBy: NodeJS.Signals | null,
  words: string,
  cause: Error | undefined,
): string {
  if (/JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY/.test(words)) return 'ran out of memory';
  if (cause !== undefined) return `ended with an uncaught error (${cause.message})`;
  // What a system without memory sends, and nobody can answer to.
  if (killedBy === 'SIGKILL') return 'was killed (SIGKILL), as systems do when memory runs out';
  if (killedBy !== null) return `crashed (${killedBy})`;
  const said = /^(?:\w*Error|Error \[\w+\]).*$/m.exec(words)?.[0];
  return said === undefined ? `ended with exit code ${exitCode}` : `could not go on (${said})`;
}
