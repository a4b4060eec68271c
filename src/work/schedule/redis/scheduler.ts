import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { FlowProducer, Job, Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AbecedaryError, throwIfAborted } from '../../../base/errors.js';
import type { Identified, Outcome, RunOptions, Scheduler } from '../contract.js';
import { refuseTwins } from '../local.js';
import { decodeError } from '../wire.js';
import { connect, defaultPrefix, signalsOf } from './connection.js';
import { type QueuedEnd, type QueuedJob, queuedId } from './wire.js';

export interface RedisSettings<Wanted extends Identified> {
  readonly url: string;
  readonly prefix?: string | undefined;
  /** The queue whose workers can do a job. */
  readonly queueOf: (job: Wanted) => string;
  /** Whoever runs under the same name supersedes an earlier run that was left behind, and stops what is still done for it. */
  readonly owner?: string | undefined;
  /** The pause before a second attempt; 1000 when absent. */
  readonly pauseMs?: number | undefined;
  /** After this long without news of any job all of them are asked for; 5000 when absent. */
  readonly silenceMs?: number | undefined;
  /** How long a run that is stopped waits for its jobs at work to let go; 10000 when absent. */
  readonly stopGraceMs?: number | undefined;
}

const attempts = 2;
/** What has ended is looked at within moments; what is kept longer is for those who look after the Redis. */
const keptSeconds = 3600;
/** So many jobs are added, or asked for, in one go. */
const batch = 500;

/**
 * A scheduler whose jobs are done by the workers of a Redis, wherever they are. Throws AbecedaryError `engine` where there is
 * none.
 */
export async function createRedisScheduler<Wanted extends Identified, Progress, Result>(
  settings: RedisSettings<Wanted>,
): Promise<Scheduler<Wanted, Progress, Result>> {
  const client = await connect(settings.url);
  const runs = new Set<RedisRun<Wanted, Progress, Result>>();
  const closing = new AbortController();
  let paused = false;
  return {
    run: async (jobs, options = {}) => {
      refuseTwins(jobs);
      const own = options.signal === undefined ? [] : [options.signal];
      const signal = AbortSignal.any([closing.signal, ...own]);
      throwIfAborted(signal);
      if (jobs.length === 0) return [];
      const run = new RedisRun<Wanted, Progress, Result>(client, settings, jobs, { ...options, signal });
      runs.add(run);
      if (paused) await run.pause();
      try {
        return await run.finish();
      } finally {
        runs.delete(run);
      }
    },
    prefer: (id) => {
      for (const run of runs) void run.prefer(id);
    },
    pause: () => {
      paused = true;
      for (const run of runs) void run.pause();
    },
    resume: () => {
      paused = false;
      for (const run of runs) void run.resume();
    },
    close: async () => {
      closing.abort();
      for (const run of runs) await run.ended;
      client.disconnect();
    },
  };
}

/** One run: a flow whose children are the jobs, and whose parent comes to its turn when all of them have ended. */
class RedisRun<Wanted extends Identified, Progress, Result> {
  readonly #name = randomUUID();
  readonly #client: Redis;
  readonly #prefix: string;
  readonly #settings: RedisSettings<Wanted>;
  readonly #options: RunOptions<Progress, Result> & { readonly signal: AbortSignal };
  readonly #jobs: ReadonlyMap<string, Wanted>;
  readonly #pending: Set<string>;
  readonly #outcomes = new Map<string, Outcome<Result>>();
  readonly #queues = new Map<string, Queue>();
  readonly #closers: (() => Promise<unknown>)[] = [];
  #heardMs = performance.now();
  #broken: { readonly error: unknown } | undefined;
  #wake = (): void => {};
  #end = (): void => {};
  /** Resolves when the run has ended in whatever way. */
  readonly ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(
    client: Redis,
    settings: RedisSettings<Wanted>,
    jobs: readonly Wanted[],
    options: RunOptions<Progress, Result> & { readonly signal: AbortSignal },
  ) {
    this.#client = client;
    this.#prefix = settings.prefix ?? defaultPrefix;
    this.#settings = settings;
    this.#options = options;
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
    this.#pending = new Set(this.#jobs.keys());
  }

  get #parentQueue(): string {
    return `run-${this.#name}`;
  }

  get #signals(): ReturnType<typeof signalsOf> {
    return signalsOf(this.#prefix);
  }

  async finish(): Promise<Outcome<Result>[]> {
    const { signal } = this.#options;
    const stop = (): void => this.#wake();
    signal.addEventListener('abort', stop);
    try {
      await this.#listen();
      await this.#supersede();
      await this.#add([...this.#jobs.values()]);
      while (this.#pending.size > 0 && this.#broken === undefined && !signal.aborted) await this.#wait();
      if (this.#broken !== undefined || signal.aborted) await this.#cancel();
      if (this.#broken !== undefined) throw this.#broken.error;
      throwIfAborted(signal);
      return [...this.#jobs.keys()].map((id) => this.#outcomes.get(id)!);
    } finally {
      signal.removeEventListener('abort', stop);
      await this.#close();
      this.#end();
    }
  }

  async prefer(id: string): Promise<void> {
    const wanted = this.#jobs.get(id);
    if (wanted === undefined || !this.#pending.has(id)) return;
    const job = await Job.fromId(this.#queue(wanted), queuedId(this.#name, id));
    // One that has started cannot be moved, and need not.
    await job?.changePriority({ lifo: true }).catch(() => undefined);
  }

  async pause(): Promise<void> {
    const { paused, rememberedSeconds } = this.#signals;
    await this.#client.set(paused(this.#name), '1', 'EX', rememberedSeconds);
  }

  async resume(): Promise<void> {
    await this.#client.del(this.#signals.paused(this.#name));
  }

  #queue(job: Wanted): Queue {
    const name = this.#settings.queueOf(job);
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = new Queue(name, { connection: this.#client, prefix: this.#prefix });
    queue.on('error', () => {});
    this.#queues.set(name, queue);
    return queue;
  }

  async #listen(): Promise<void> {
    for (const job of this.#jobs.values()) this.#queue(job);
    for (const name of this.#queues.keys()) {
      const events = new QueueEvents(name, { connection: this.#client.duplicate(), prefix: this.#prefix });
      events.on('error', () => {});
      events.on('progress', ({ jobId, data }) => {
        const id = this.#ownId(jobId);
        if (id === undefined || this.#broken !== undefined || this.#options.signal.aborted) return;
        this.#tell(() => this.#options.onProgress?.(id, data as Progress));
      });
      events.on('completed', ({ jobId, returnvalue }) => {
        const id = this.#ownId(jobId);
        // Typed as text, and parsed already.
        if (id !== undefined) this.#settle(id, returnvalue as unknown as QueuedEnd<Result>);
      });
      events.on('failed', ({ jobId, failedReason }) => {
        const id = this.#ownId(jobId);
        if (id !== undefined) this.#settle(id, lostTooOften(failedReason));
      });
      this.#closers.push(async () => events.close());
      await events.waitUntilReady();
    }
    const parent = new Worker(this.#parentQueue, async () => this.#ask(), {
      connection: this.#client,
      prefix: this.#prefix,
    });
    parent.on('error', () => {});
    this.#closers.push(() => parent.close(true));
  }

  /** An earlier run of the same owner was left behind: nobody waits for its jobs any more. */
  async #supersede(): Promise<void> {
    const { owner } = this.#settings;
    if (owner === undefined) return;
    const earlier = await this.#client.getset(this.#signals.owner(owner), this.#name);
    if (earlier !== null) await this.#tellCancelled(earlier);
  }

  async #tellCancelled(run: string): Promise<void> {
    const { cancelled, channel, rememberedSeconds } = this.#signals;
    await this.#client.set(cancelled(run), '1', 'EX', rememberedSeconds);
    await this.#client.publish(channel, run);
  }

  async #add(jobs: readonly Wanted[]): Promise<void> {
    const flow = new FlowProducer({ connection: this.#client, prefix: this.#prefix });
    flow.on('error', () => {});
    const removal = { removeOnComplete: { age: keptSeconds }, removeOnFail: { age: keptSeconds } };
    const parentId = queuedId(this.#name, 'sheet');
    await flow.add({
      name: 'sheet',
      queueName: this.#parentQueue,
      opts: { jobId: parentId, removeOnComplete: true },
      children: jobs.map((job) => ({
        name: 'letter',
        queueName: this.#settings.queueOf(job),
        data: { run: this.#name, job } satisfies QueuedJob<Wanted>,
        opts: {
          jobId: queuedId(this.#name, job.id),
          attempts,
          backoff: { type: 'exponential', delay: this.#settings.pauseMs ?? 1000 },
          ignoreDependencyOnFailure: true,
          ...removal,
        },
      })),
    });
  }

  /** Until something happens. Where nothing does, news may have been lost with a connection, or jobs with the Redis. */
  async #wait(): Promise<void> {
    const silenceMs = this.#settings.silenceMs ?? 5000;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, silenceMs);
      if (this.#pending.size === 0 || this.#options.signal.aborted) resolve();
    });
    clearTimeout(timer);
    if (performance.now() - this.#heardMs >= silenceMs && !this.#options.signal.aborted) await this.#ask();
  }

  /** Asks for all jobs that are not known to have ended, and adds those again that the Redis has lost. */
  async #ask(): Promise<void> {
    this.#heardMs = performance.now();
    const pending = [...this.#pending];
    const lost: Wanted[] = [];
    for (let at = 0; at < pending.length; at += batch) {
      await Promise.all(
        pending.slice(at, at + batch).map(async (id) => {
          const wanted = this.#jobs.get(id)!;
          const job = await Job.fromId(this.#queue(wanted), queuedId(this.#name, id));
          if (job === undefined) lost.push(wanted);
          else if (job.finishedOn !== undefined) {
            this.#settle(id, job.returnvalue ?? lostTooOften(job.failedReason));
          }
        }),
      );
    }
    const still = lost.filter(({ id }) => this.#pending.has(id));
    if (still.length > 0 && !this.#options.signal.aborted) await this.#add(still);
  }

  #ownId(jobId: string): string | undefined {
    const start = `${this.#name}.`;
    return jobId.startsWith(start) ? jobId.slice(start.length) : undefined;
  }

  #settle(id: string, end: QueuedEnd<Result>): void {
    this.#heardMs = performance.now();
    if (!this.#pending.delete(id)) return;
    const over = this.#broken !== undefined || this.#options.signal.aborted;
    if (!over && end.status !== 'cancelled') {
      const outcome: Outcome<Result> =
        end.status === 'done'
          ? { id, status: 'done', result: end.result }
          : { id, status: 'failed', error: decodeError(end.error) };
      this.#outcomes.set(id, outcome);
      this.#tell(() => this.#options.onOutcome?.(outcome));
    } else if (!over) {
      const message =
        'Expected a result, but another run in the same folder has taken over; end one of both.';
      this.#broken = { error: new AbecedaryError('aborted', message) };
    }
    if (this.#pending.size === 0 || this.#broken !== undefined) this.#wake();
  }

  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#broken ??= { error };
      this.#wake();
    }
  }

  /** Takes back what has not started, stops what has, and waits until it has let go. */
  async #cancel(): Promise<void> {
    await this.#tellCancelled(this.#name);
    for (const id of [...this.#pending]) {
      const removed = await this.#queue(this.#jobs.get(id)!).remove(queuedId(this.#name, id));
      if (removed === 1) this.#pending.delete(id);
    }
    const untilMs = performance.now() + (this.#settings.stopGraceMs ?? 10_000);
    while (this.#pending.size > 0 && performance.now() < untilMs) {
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
        wait(100),
      ]);
    }
  }

  async #close(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close().catch(() => undefined)));
    const parents = new Queue(this.#parentQueue, { connection: this.#client, prefix: this.#prefix });
    parents.on('error', () => {});
    // Without a connection it stays behind, and costs a few bytes.
    if (this.#client.status === 'ready') await parents.obliterate({ force: true }).catch(() => undefined);
    const { owner } = this.#settings;
    if (owner !== undefined && this.#client.status === 'ready') {
      const key = this.#signals.owner(owner);
      if ((await this.#client.get(key)) === this.#name) await this.#client.del(key);
    }
  }
}

function lostTooOften(reason: string | undefined): QueuedEnd<never> {
  const message = `Expected a result, but the workers were lost with it (${reason ?? 'no reason is known'}); look at their logs and run it again.`;
  return {
    status: 'failed',
    error: { name: 'AbecedaryError', message, known: { code: 'engine', retryable: true } },
  };
}
