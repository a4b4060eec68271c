import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Queue, type Job as Queued, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AbecedaryError, throwIfAborted } from '../../../base/errors.js';
import type { Identified, Outcome, RunOptions } from '../contract.js';
import { guardListeners } from '../guards.js';
import { decodeError, faultOf, ReplyFault } from '../wire.js';
import { defaultPrefix, listenersOf, signalsOf } from './connection.js';
import { QueuedJobs, quiet } from './queued-jobs.js';
import { lostTooOften, noAnswer, nobodyListens, redisTrouble, superseded } from './trouble.js';
import { queuedEndSchema, type ReplyReader } from './wire.js';

export interface RunSettings<Job extends Identified, Progress, Result> {
  readonly prefix?: string | undefined;
  readonly replies: ReplyReader<Job, Progress, Result>;
  /** The queue whose workers can do a job. */
  readonly queueOf: (job: Job) => string;
  /** Whoever runs under the same name supersedes an earlier run that was left behind, and stops what is still done for it. */
  readonly owner?: string | undefined;
  /** The pause before a second attempt; 1000 when absent. */
  readonly pauseMs?: number | undefined;
  /** After this long without news of any job all of them are asked for; 5000 when absent. */
  readonly silenceMs?: number | undefined;
}

type Options<Job extends Identified, Progress, Result> = RunSettings<Job, Progress, Result> &
  RunOptions<Progress, Result> & {
    readonly signal: AbortSignal;
    /** The Redis as it may be shown. */
    readonly place: string;
  };

/** How long a run that is stopped waits for its jobs at work to let go. */
const stopGraceMs = 10_000;
/** How often a job is given out whose answers are none. */
const mostRounds = 3;
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
  readonly #listeners: ReturnType<typeof guardListeners<Progress, Result>>;
  /** Aborted by what stops the run from inside. */
  readonly #broken = new AbortController();
  readonly #signal: AbortSignal;
  readonly #jobs: QueuedJobs<Job>;
  readonly #pending: Set<string>;
  /** Jobs whose answers are being read. */
  readonly #reading = new Set<string>();
  readonly #outcomes = new Map<string, Outcome<Result>>();
  readonly #closers: (() => Promise<unknown>)[] = [];
  #lastNewsMs = performance.now();
  #isNoted = false;
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
    const { queueOf, pauseMs = 1000 } = options;
    const [run, parentQueue, connection] = [this.#name, this.#parentQueue, this.#connection];
    this.#jobs = new QueuedJobs({ run, parentQueue, connection, jobs, queueOf, pauseMs });
    this.#pending = new Set(this.#jobs.ids);
  }

  async finish(): Promise<Outcome<Result>[]> {
    const stop = (): void => this.#wake();
    this.#signal.addEventListener('abort', stop);
    try {
      await this.#listen();
      await this.#supersede();
      await this.#jobs.add(this.#jobs.ids);
      while (this.#pending.size > 0 && !this.#signal.aborted) await this.#wait();
      if (this.#signal.aborted) await this.#cancel();
      if (this.#broken.signal.aborted) throw this.#broken.signal.reason;
      throwIfAborted(this.#signal);
      return this.#jobs.ids.map((id) => this.#outcomes.get(id)!);
    } catch (error) {
      throw redisTrouble(this.#settings.place, error);
    } finally {
      this.#signal.removeEventListener('abort', stop);
      await this.#close();
      this.#end();
    }
  }

  async prefer(id: string): Promise<void> {
    if (!this.#pending.has(id)) return;
    // One that has started cannot be moved, and need not.
    await (await this.#jobs.find(id))?.changePriority({ lifo: true }).catch(() => undefined);
  }

  async pause(): Promise<void> {
    const { paused, rememberedSeconds } = this.#signals;
    await this.#client.set(paused(this.#name), '1', 'EX', rememberedSeconds);
  }

  async resume(): Promise<void> {
    await this.#client.del(this.#signals.paused(this.#name));
  }

  async #listen(): Promise<void> {
    /** Calls with the id of a job of this run that is waited for, and with no other. */
    const ifOwn = (queued: string, act: (id: string) => void): void => {
      const id = this.#jobs.idOf(queued);
      if (id !== undefined && this.#pending.has(id)) act(id);
    };
    for (const name of this.#jobs.queueNames(this.#jobs.ids)) {
      const connection = this.#client.duplicate();
      const events = quiet(new QueueEvents(name, { ...this.#connection, connection }));
      events.on('progress', ({ jobId, data }) => ifOwn(jobId, (id) => this.#tell(id, data)));
      // Typed as text, and parsed already.
      events.on('completed', ({ jobId, returnvalue }) => ifOwn(jobId, (id) => this.#take(id, returnvalue)));
      events.on('failed', ({ jobId, failedReason }) =>
        ifOwn(jobId, (id) => this.#settle({ id, status: 'failed', error: lostTooOften(failedReason) })),
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
    const pending = [...this.#pending].filter((id) => !this.#reading.has(id));
    const lost: string[] = [];
    for (let at = 0; at < pending.length; at += batch) {
      await Promise.all(
        pending.slice(at, at + batch).map(async (id) => {
          if ((await this.#look(id)) === 'lost') lost.push(id);
        }),
      );
    }
    const still = lost.filter((id) => this.#pending.has(id));
    if (still.length > 0 && !this.#signal.aborted) await this.#jobs.add(still);
    if (!this.#isNoted && !this.#signal.aborted) await this.#noteListeners();
  }

  /** Takes what has become of a job, if it has ended. */
  async #look(id: string): Promise<'lost' | 'known'> {
    let job: Queued | undefined;
    try {
      job = await this.#jobs.find(id);
    } catch {
      // What stands there is no job of the queue any more.
      this.#take(id, undefined);
      return 'known';
    }
    if (job === undefined) return 'lost';
    if (job.finishedOn === undefined) return 'known';
    const { returnvalue, failedReason } = job;
    if ((returnvalue ?? undefined) === undefined && failedReason !== undefined)
      this.#settle({ id, status: 'failed', error: lostTooOften(failedReason) });
    else this.#take(id, returnvalue);
    return 'known';
  }

  /** Says once that nobody listens for what waits. */
  async #noteListeners(): Promise<void> {
    const queues = this.#jobs.queueNames(this.#pending);
    const { prefix = defaultPrefix, place } = this.#settings;
    // Not every service tells.
    const listeners = await listenersOf(this.#client, prefix).catch(() => undefined);
    if (listeners === undefined || queues.every((queue) => listeners.has(queue))) return;
    this.#isNoted = true;
    const others = [...listeners].filter(([queue]) => !queues.includes(queue));
    this.#listeners.onNote(
      nobodyListens(
        place,
        others.reduce((sum, [, count]) => sum + count, 0),
      ),
    );
  }

  #tell(id: string, value: unknown): void {
    this.#lastNewsMs = performance.now();
    if (this.#signal.aborted) return;
    const progress = this.#settings.replies.progress(this.#jobs.job(id), value);
    if (progress !== undefined) this.#listeners.onProgress(id, progress);
  }

  /** Reads what a worker says of a job's end; what is no answer lets it be given out again. */
  #take(id: string, value: unknown): void {
    this.#lastNewsMs = performance.now();
    if (this.#reading.has(id)) return;
    this.#reading.add(id);
    this.#read(id, value)
      .catch((error: unknown) => this.#broken.abort(redisTrouble(this.#settings.place, error)))
      .finally(() => this.#reading.delete(id));
  }

  async #read(id: string, value: unknown): Promise<void> {
    try {
      const end = queuedEndSchema.parse(value);
      if (this.#signal.aborted) this.#forget(id);
      else if (end.status === 'failed') this.#settle({ id, status: 'failed', error: decodeError(end.error) });
      else if (end.status === 'done') {
        const result = await this.#settings.replies.result(this.#jobs.job(id), end.result);
        this.#settle({ id, status: 'done', result });
      } else if ((await this.#client.exists(this.#signals.cancelled(this.#name))) === 1)
        this.#broken.abort(superseded());
      else throw new ReplyFault('nobody has cancelled it');
    } catch (error) {
      if (error instanceof AbecedaryError) this.#settle({ id, status: 'failed', error });
      else await this.#giveAgain(id, faultOf(error));
    }
  }

  async #giveAgain(id: string, fault: string): Promise<void> {
    const worker = (await this.#jobs.find(id).catch(() => undefined))?.processedBy;
    if (!this.#signal.aborted && (await this.#jobs.giveAgain(id, mostRounds))) return;
    this.#settle({ id, status: 'failed', error: noAnswer(worker, fault) });
  }

  #settle(outcome: Outcome<Result>): void {
    this.#lastNewsMs = performance.now();
    if (!this.#pending.has(outcome.id)) return;
    this.#forget(outcome.id);
    if (this.#signal.aborted) return;
    this.#outcomes.set(outcome.id, outcome);
    this.#listeners.onOutcome(outcome);
  }

  /** Waits for it no longer. */
  #forget(id: string): void {
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#wake();
  }

  /** Takes back what has not started, stops what has, and waits until it has let go. */
  async #cancel(): Promise<void> {
    await this.#tellCancelled(this.#name);
    for (const id of [...this.#pending]) {
      if (await this.#jobs.remove(id)) this.#pending.delete(id);
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
