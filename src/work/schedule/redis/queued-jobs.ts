import { FlowProducer, Queue, Job as Queued } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Identified } from '../contract.js';
import { type QueuedJob, queuedId } from './wire.js';

interface QueuedJobsSettings<Job extends Identified> {
  /** Name of the run. */
  readonly run: string;
  /** The queue of the run's parent, which comes to its turn when all jobs have ended. */
  readonly parentQueue: string;
  readonly connection: { readonly connection: Redis; readonly prefix: string };
  readonly jobs: readonly Job[];
  /** The queue whose workers can do a job. */
  readonly queueOf: (job: Job) => string;
  /** The pause before a second attempt. */
  readonly pauseMs: number;
}

const attempts = 2;
/** What has ended is looked at within moments; what is kept longer is for those who look after the Redis. */
const keptSeconds = 3600;

/** The jobs of a run as they stand in the queues of a Redis. */
export class QueuedJobs<Job extends Identified> {
  readonly #settings: QueuedJobsSettings<Job>;
  readonly #jobs: ReadonlyMap<string, Job>;
  readonly #queues = new Map<string, Queue>();
  /** How often a job was given out again. */
  readonly #rounds = new Map<string, number>();

  constructor(settings: QueuedJobsSettings<Job>) {
    this.#settings = settings;
    this.#jobs = new Map(settings.jobs.map((job) => [job.id, job]));
  }

  get ids(): string[] {
    return [...this.#jobs.keys()];
  }

  job(id: string): Job {
    return this.#jobs.get(id)!;
  }

  queueOf(id: string): Queue {
    const { queueOf, connection } = this.#settings;
    const name = queueOf(this.job(id));
    const queue = this.#queues.get(name) ?? quiet(new Queue(name, connection));
    this.#queues.set(name, queue);
    return queue;
  }

  /** Names of the queues of these jobs. */
  queueNames(ids: Iterable<string>): string[] {
    return [...new Set([...ids].map((id) => this.queueOf(id).name))];
  }

  /** The id of what a queue calls by this name, as it was given out last; undefined for what is none of this run. */
  idOf(queued: string): string | undefined {
    const start = queuedId(this.#settings.run, '');
    const id = queued.startsWith(start) ? queued.slice(start.length).replace(/#\d+$/, '') : '';
    return this.#jobs.has(id) && queued === this.#queuedId(id) ? id : undefined;
  }

  /** Rejects where something else stands in its place. */
  find(id: string): Promise<Queued | undefined> {
    return Queued.fromId(this.queueOf(id), this.#queuedId(id));
  }

  /** Whether it was still waiting. */
  async remove(id: string): Promise<boolean> {
    return (await this.queueOf(id).remove(this.#queuedId(id))) === 1;
  }

  /** Adds jobs, as a flow whose parent waits for them. */
  async add(ids: readonly string[]): Promise<void> {
    const { run, parentQueue, queueOf, connection } = this.#settings;
    await quiet(new FlowProducer(connection)).add({
      name: 'run',
      queueName: parentQueue,
      opts: { jobId: queuedId(run, 'run'), removeOnComplete: true },
      children: ids.map((id) => ({
        name: 'job',
        queueName: queueOf(this.job(id)),
        data: this.#dataOf(id),
        opts: { ...this.#optionsOf(id), ignoreDependencyOnFailure: true },
      })),
    });
  }

  /** Gives a job out once more, under another name: what is said of the earlier one is not heard any more. False after so many times. */
  async giveAgain(id: string, mostRounds: number): Promise<boolean> {
    const round = (this.#rounds.get(id) ?? 0) + 1;
    if (round >= mostRounds) return false;
    this.#rounds.set(id, round);
    await this.queueOf(id).add('job', this.#dataOf(id), this.#optionsOf(id));
    return true;
  }

  #queuedId(id: string): string {
    return queuedId(this.#settings.run, id, this.#rounds.get(id));
  }

  #dataOf(id: string): QueuedJob<Job> {
    return { run: this.#settings.run, job: this.job(id) };
  }

  #optionsOf(id: string) {
    return {
      jobId: this.#queuedId(id),
      attempts,
      backoff: { type: 'exponential', delay: this.#settings.pauseMs },
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    };
  }
}

/** Broken connections mend themselves. */
export function quiet<Emitter extends { on(event: 'error', listener: () => void): unknown }>(
  emitter: Emitter,
): Emitter {
  emitter.on('error', () => {});
  return emitter;
}
