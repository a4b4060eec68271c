import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { FlowProducer, Queue, Job as Queued, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AbecedaryError, throwIfAborted } from '../../../base/errors.js';
import type { Identified, Outcome, RunOptions } from '../contract.js';
import { guardListeners } from '../guards.js';
import { decodeError } from '../wire.js';
import { defaultPrefix, signalsOf } from './connection.js';
import { type QueuedEnd, type QueuedJob, queuedId } from './wire.js';

export interface RunSettings<Job extends Identified> {
  readonly prefix?: string | undefined;
  /** The queue whose workers can do a job. */
  readonly queueOf: (job: Job) => string;
  /** Whoever runs under the same name supersedes an earlier run that was left behind, and stops what is still done for it. */
  readonly owner?: string | undefined;
  /** The pause before a second attempt; 1000 when absent. */
  readonly pauseMs?: number | undefined;
  /** After this long without news of any job all of them are asked for; 5000 when absent. */
  readonly silenceMs?: number | undefined;
}

type Options<Job extends Identified, Progress, Result> = RunSettings<Job> &
  RunOptions<Progress, Result> & { readonly signal: AbortSignal };

const attempts = 2;
/** How long a run that is stopped waits for its jobs at work to let go. */
const stopGraceMs = 10_000;
/** What has ended is looked at within moments; what is kept longer is for those who look after the Redis. */
const keptSeconds = 3600;
/** So many jobs are asked for in one go. */
const batch = 500;

/** One run: a flow whose children are the jobs, and whose parent comes to its turn when all of them have ended. */
export class RedisRun<Job extends Identified, Progress, Result> {
  readonly #name = randomUUID();
  readonly #parentQueue = `run-${this.#name}`;
  readonly #connection: { readonly connection: Redis; readonly prefix: string };
  readonly #client: Redis;
  readonly #signals: ReturnType<typeof signalsOf>;
  readonly #settings: Options<Job, Progress, Result>;
  readonly #listeners: Required<Pick<RunOptions<Progress, Result>, 'onProgress' | 'onOutcome'>>;
  /** Aborted by what stops the run from inside. */
  readonly #broken = new AbortController();
  readonly #signal: AbortSignal;
  readonly #jobs: ReadonlyMap<string, Job>;
  readonly #pending: Set<string>;
  readonly #outcomes = new Map<string, Outcome<Result>>();
  readonly #queues = new Map<string, Queue>();
  readonly #closers: (() => Promise<unknown>)[] = [];
  #lastNewsMs = performance.now();
  #wake = (): void => {};
  #end = (): void => {};
  /** Resolves when the run has ended in whatever way. */
  readonly ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(client: Redis, jobs: readonly Job[], options: Options<Job, Progress, Result>) {
    const { prefix = defaultPrefix, signal } = options;
    this.#client = client;
    this.#connection = { connection: client, prefix };
    this.#signals = signalsOf(prefix);
    this.#settings = options;
    this.#listeners = guardListeners(options, this.#broken);
    this.#signal = AbortSignal.any([signal, this.#broken.signal]);
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
    this.#pending = new Set(this.#jobs.keys());
  }

  async finish(): Promise<Outcome<Result>[]> {
    const stop = (): void => this.#wake();
    this.#signal.addEventListener('abort', stop);
    try {
      await this.#listen();
      await this.#supersede();
      await this.#add([...this.#jobs.values()]);
      while (this.#pending.size > 0 && !this.#signal.aborted) await this.#wait();
      if (this.#signal.aborted) await this.#cancel();
      if (this.#broken.signal.aborted) throw this.#broken.signal.reason;
      throwIfAborted(this.#signal);
      return [...this.#jobs.keys()].map((id) => this.#outcomes.get(id)!);
    } finally {
      this.#signal.removeEventListener('abort', stop);
      await this.#close();
      this.#end();
    }
  }

  async prefer(id: string): Promise<void> {
    if (!this.#pending.has(id)) return;
    // One that has started cannot be moved, and need not.
    await (await this.#find(id))?.changePriority({ lifo: true }).catch(() => undefined);
  }

  async pause(): Promise<void> {
    const { paused, rememberedSeconds } = this.#signals;
    await this.#client.set(paused(this.#name), '1', 'EX', rememberedSeconds);
  }

  async resume(): Promise<void> {
    await this.#client.del(this.#signals.paused(this.#name));
  }

  #queueOf(id: string): Queue {
    const name = this.#settings.queueOf(this.#jobs.get(id)!);
    const queue = this.#queues.get(name) ?? quiet(new Queue(name, this.#connection));
    this.#queues.set(name, queue);
    return queue;
  }

  #find(id: string): Promise<Queued | undefined> {
    return Queued.fromId(this.#queueOf(id), queuedId(this.#name, id));
  }

  async #listen(): Promise<void> {
    const start = queuedId(this.#name, '');
    /** Calls with the id of a job of this run, and with no other. */
    const ifOwn = (queued: string, act: (id: string) => void): void => {
      if (queued.startsWith(start)) act(queued.slice(start.length));
    };
    for (const name of new Set([...this.#jobs.keys()].map((id) => this.#queueOf(id).name))) {
      const connection = this.#client.duplicate();
      const events = quiet(new QueueEvents(name, { ...this.#connection, connection }));
      events.on('progress', ({ jobId, data }) =>
        ifOwn(jobId, (id) => this.#signal.aborted || this.#listeners.onProgress(id, data as Progress)),
      );
      // Typed as text, and parsed already.
      events.on('completed', ({ jobId, returnvalue }) =>
        ifOwn(jobId, (id) => this.#settle(id, returnvalue as unknown as QueuedEnd<Result>)),
      );
      events.on('failed', ({ jobId, failedReason }) =>
        ifOwn(jobId, (id) => this.#settle(id, lostTooOften(failedReason))),
      );
      this.#closers.push(() => events.close());
      await events.waitUntilReady();
    }
    const parent = quiet(new Worker(this.#parentQueue, async () => this.#ask(), this.#connection));
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

  async #add(jobs: readonly Job[]): Promise<void> {
    await quiet(new FlowProducer(this.#connection)).add({
      name: 'run',
      queueName: this.#parentQueue,
      opts: { jobId: queuedId(this.#name, 'run'), removeOnComplete: true },
      children: jobs.map((job) => ({
        name: 'job',
        queueName: this.#settings.queueOf(job),
        data: { run: this.#name, job } satisfies QueuedJob<Job>,
        opts: {
          jobId: queuedId(this.#name, job.id),
          attempts,
          backoff: { type: 'exponential', delay: this.#settings.pauseMs ?? 1000 },
          ignoreDependencyOnFailure: true,
          removeOnComplete: { age: keptSeconds },
          removeOnFail: { age: keptSeconds },
        },
      })),
    });
  }

  /** Until something happens. Where nothing does, news may have been lost with a connection, or jobs with the Redis. */
  async #wait(): Promise<void> {
    const { silenceMs = 5000 } = this.#settings;
    await this.#wokenOrAfter(silenceMs);
    if (performance.now() - this.#lastNewsMs >= silenceMs && !this.#signal.aborted) await this.#ask();
  }

  async #wokenOrAfter(ms: number): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([woken, wait(ms, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
  }

  /** Asks for all jobs that are not known to have ended, and adds those again that the Redis has lost. */
  async #ask(): Promise<void> {
    this.#lastNewsMs = performance.now();
    const pending = [...this.#pending];
    const lost: string[] = [];
    for (let at = 0; at < pending.length; at += batch) {
      await Promise.all(
        pending.slice(at, at + batch).map(async (id) => {
          const job = await this.#find(id);
          if (job === undefined) lost.push(id);
          else if (job.finishedOn !== undefined)
            this.#settle(id, job.returnvalue ?? lostTooOften(job.failedReason));
        }),
      );
    }
    const still = lost.filter((id) => this.#pending.has(id));
    if (still.length > 0 && !this.#signal.aborted) await this.#add(still.map((id) => this.#jobs.get(id)!));
  }

  #settle(id: string, end: QueuedEnd<Result>): void {
    this.#lastNewsMs = performance.now();
    if (!this.#pending.delete(id)) return;
    if (!this.#signal.aborted) {
      if (end.status === 'cancelled') this.#broken.abort(superseded());
      else {
        const outcome: Outcome<Result> =
          end.status === 'done' ? { id, ...end } : { id, status: 'failed', error: decodeError(end.error) };
        this.#outcomes.set(id, outcome);
        this.#listeners.onOutcome(outcome);
      }
    }
    if (this.#pending.size === 0) this.#wake();
  }

  /** Takes back what has not started, stops what has, and waits until it has let go. */
  async #cancel(): Promise<void> {
    await this.#tellCancelled(this.#name);
    for (const id of [...this.#pending]) {
      const removed = await this.#queueOf(id).remove(queuedId(this.#name, id));
      if (removed === 1) this.#pending.delete(id);
    }
    const untilMs = performance.now() + stopGraceMs;
    while (this.#pending.size > 0 && performance.now() < untilMs) await this.#wokenOrAfter(100);
  }

  async #close(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close().catch(() => undefined)));
    const parents = quiet(new Queue(this.#parentQueue, this.#connection));
    // Without a connection it stays behind, and costs a few bytes.
    if (this.#client.status !== 'ready') return;
    await parents.obliterate({ force: true }).catch(() => undefined);
    const { owner } = this.#settings;
    if (owner === undefined) return;
    const key = this.#signals.owner(owner);
    if ((await this.#client.get(key)) === this.#name) await this.#client.del(key);
  }
}

/** Broken connections mend themselves. */
function quiet<Emitter extends { on(event: 'error', listener: () => void): unknown }>(
  emitter: Emitter,
): Emitter {
  emitter.on('error', () => {});
  return emitter;
}

function superseded(): AbecedaryError {
  const message = 'Expected a result, but another run in the same folder has taken over; end one of both.';
  return new AbecedaryError('aborted', message);
}

function lostTooOften(reason: string | undefined): QueuedEnd<never> {
  const message = `Expected a result, but the workers were lost with it (${reason ?? 'no reason is known'}); look at their logs and run it again.`;
  return {
    status: 'failed',
    error: { name: 'AbecedaryError', message, known: { code: 'engine', retryable: true } },
  };
}
