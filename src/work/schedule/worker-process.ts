import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AbecedaryError } from '../../base/errors.js';
import { loaderOf } from '../../base/worker-entry.js';
import type { Identified } from './contract.js';
import { decodeError, type Reply, type Request } from './wire.js';

/** What a job is told that ended because of another one in its process: it is tried again, and that does not count. */
export class DisturbedError extends AbecedaryError {}

interface JobAtWork<Progress, Result> {
  onProgress(progress: Progress): void;
  resolve(result: Result): void;
  reject(error: Error): void;
}

/**
 * Settings of the GNU C library, for the workers: what is freed stays with the process and is handed out again. Large pieces would
 * else come from the system each time and be cleared by it, which takes as long as the arithmetic on them. Small pieces are not
 * kept for themselves, since they lie between the large ones and keep these apart. Elsewhere the settings mean nothing.
 */
const keptMemory = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
  GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0',
};

/**
 * The same for pictures in tiles: what is larger than anything of a tile is a picture, made once, and goes back to the system as soon as it
 * is free. 32 MiB is the most that every version of the library takes here.
 */
const keptMemoryOfTiles = {
  ...keptMemory,
  MALLOC_MMAP_MAX_: '65536',
  MALLOC_MMAP_THRESHOLD_: String(2 ** 25),
};

/** MB of the place for new objects, of which there are three: pictures lie elsewhere, and what is left needs no more. */
const fewObjects = '--max-semi-space-size=2';

const rememberedCharacters = 8000;

/** A process that does jobs, several at the same time if it has several places. */
export class WorkerProcess<Job extends Identified, Progress, Result> {
  readonly places: number;
  /** Resolves when the process has ended, in whatever way. */
  readonly closed: Promise<void>;
  readonly #process: ChildProcess;
  readonly #atWork = new Map<number, JobAtWork<Progress, Result>>();
  #requests = 0;
  #isEnded = false;
  /** The end of what it wrote there. */
  #stderr = '';
  /** What it said of the error that it dies of. */
  #cause: Error | undefined;

  /** `inTiles`: whether the pictures that it works on are painted in tiles. */
  constructor(entry: URL, places: number, inTiles = false) {
    this.places = places;
    this.#process = fork(fileURLToPath(entry), [String(places)], {
      execArgv: [fewObjects, ...loaderOf(entry)],
      env: { ...process.env, ...(inTiles ? keptMemoryOfTiles : keptMemory) },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-rememberedCharacters);
    });
    this.#process.on('message', (reply: Reply<Progress, Result>) => this.#take(reply));
    // A process that cannot be started, or told anything, says so by its exit.
    this.#process.on('error', (error) => {
      this.#cause ??= error;
      this.#process.kill('SIGKILL');
    });
    this.closed = new Promise((resolve) => {
      this.#process.once('close', (exitCode, killedBy) => {
        for (const { reject } of this.#atWork.values()) reject(this.#death(exitCode, killedBy));
        resolve();
      });
    });
  }

  get jobs(): number {
    return this.#atWork.size;
  }

  get hasRoom(): boolean {
    return !this.#isEnded && this.jobs < this.places;
  }

  /** Does one job. Rejects with its own error, and with an `engine` error that is retryable when the process ends. */
  run(job: Job, onProgress: (progress: Progress) => void): Promise<Result> {
    const number = this.#requests++;
    this.#hold('ref');
    return new Promise((resolve, reject) => {
      this.#atWork.set(number, { onProgress, resolve, reject });
      const request: Request<Job> = { kind: 'job', number, job };
      this.#process.send(request as unknown as Serializable, (error) => {
        // Only a worker that has died cannot be told; what it died of comes with its exit.
        if (error !== null && error !== undefined) this.#process.kill('SIGKILL');
      });
    });
  }

  /** At once, wherever it is: what a worker writes is whole or not there, and goes on from there the next time. */
  end(): Promise<void> {
    this.#isEnded = true;
    this.#hold('ref');
    this.#process.kill('SIGKILL');
    return this.closed;
  }

  #take(reply: Reply<Progress, Result>): void {
    if (reply.kind === 'dying') {
      this.#cause = decodeError(reply.error);
      return;
    }
    const job = this.#atWork.get(reply.number);
    if (job === undefined || this.#isEnded) return;
    if (reply.kind === 'progress') {
      job.onProgress(reply.progress);
      return;
    }
    this.#atWork.delete(reply.number);
    // A program that forgets to close its workers should still come to its end.
    if (this.jobs === 0) this.#hold('unref');
    if (reply.kind === 'done') job.resolve(reply.result);
    else job.reject(decodeError(reply.error));
  }

  /** Whether the process keeps this one alive, with its channel and its stderr. */
  #hold(how: 'ref' | 'unref'): void {
    this.#process[how]();
    this.#process.channel?.[how]();
    (this.#process.stderr as unknown as { ref(): void; unref(): void } | null)?.[how]();
  }

  #death(exitCode: number | null, killedBy: NodeJS.Signals | null): AbecedaryError {
    if (this.#isEnded) {
      return new DisturbedError(
        'engine',
        'Expected a result, but the worker process was ended because of another job in it; run it again.',
        { retryable: true },
      );
    }
    const stderr = this.#stderr.trim();
    return new AbecedaryError(
      'engine',
      `Expected a result, but the worker process ${this.#reason(exitCode, killedBy)}; run it again, with fewer workers if memory is short.`,
      { cause: this.#cause ?? (stderr === '' ? undefined : new Error(stderr)), retryable: true },
    );
  }

  #reason(exitCode: number | null, killedBy: NodeJS.Signals | null): string {
    if (/JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY/.test(this.#stderr))
      return 'ran out of memory';
    if (this.#cause !== undefined) return `ended with an uncaught error (${this.#cause.message})`;
    // What a system without memory sends, and nobody can answer to.
    if (killedBy === 'SIGKILL') return 'was killed (SIGKILL), as systems do when memory runs out';
    if (killedBy !== null) return `crashed (${killedBy})`;
    const said = /^(?:\w*Error|Error \[\w+\]).*$/m.exec(this.#stderr)?.[0];
    return said === undefined ? `ended with exit code ${exitCode}` : `could not go on (${said})`;
  }
}
