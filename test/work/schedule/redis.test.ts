import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalScheduler, runOne } from '../../../src/work/schedule/index.js';
import {
  createRedisScheduler,
  startQueueWorker,
  withoutSecret,
} from '../../../src/work/schedule/redis/index.js';
import { describeScheduler, type TrialScheduler, trialEntry } from '../../contract/scheduler.js';
import type { TrialJob, TrialResult } from '../../contract/scheduler-worker.js';
import { noRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { jobAsIs, repliesAsTheyAre } from '../../support/replies.js';

describe.skipIf(noRedis)('with a Redis', () => {
  let redis: TestRedis;
  let prefixes = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  /** A scheduler with a worker of its own, both of which are closed together. */
  async function create(workers: number): Promise<TrialScheduler> {
    const prefix = `trial-${++prefixes}`;
    const local = createLocalScheduler<TrialJob, number, TrialResult>({
      entry: trialEntry,
      workers,
      attempts: 1,
    });
    const worker = await startQueueWorker<TrialJob, number, TrialResult>({
      url: redis.url,
      jobOf: jobAsIs,
      prefix,
      queues: ['trial'],
      concurrency: workers,
      pauseMs: 10,
      run: (job, context) => runOne(local, job, context),
    });
    const scheduler = await createRedisScheduler<TrialJob, number, TrialResult>({
      url: redis.url,
      replies: repliesAsTheyAre,
      prefix,
      queueOf: () => 'trial',
      pauseMs: 1,
    });
    return {
      ...scheduler,
      close: async () => {
        await scheduler.close();
        await worker.close(true);
        await local.close();
      },
    };
  }

  describeScheduler('the Redis scheduler', create);

  it('adds the jobs again that a Redis without a disk has lost', async () => {
    const prefix = `trial-${++prefixes}`;
    const scheduler = await createRedisScheduler<{ id: string }, number, string>({
      url: redis.url,
      replies: repliesAsTheyAre,
      prefix,
      queueOf: () => 'trial',
      silenceMs: 100,
    });
    const { Redis } = await import('ioredis');
    const other = new Redis(redis.url);
    const run = scheduler.run([{ id: 'a' }, { id: 'b' }]);
    // They are waiting by now, or will be added to a Redis that is empty already.
    while ((await other.keys(`${prefix}:trial:*.a`)).length === 0) await new Promise(setImmediate);
    await other.flushall();
    other.disconnect();
    const worker = await startQueueWorker<{ id: string }, number, string>({
      url: redis.url,
      jobOf: jobAsIs,
      prefix,
      queues: ['trial'],
      concurrency: 1,
      run: async ({ id }) => id,
    });
    expect(await run).toMatchObject([{ result: 'a' }, { result: 'b' }]);
    await worker.close();
    await scheduler.close();
  });

  it('leaves jobs to the workers of their queue', async () => {
    const prefix = `trial-${++prefixes}`;
    const workerOf = (queue: string) =>
      startQueueWorker<{ id: string }, number, string>({
        url: redis.url,
        jobOf: jobAsIs,
        prefix,
        queues: [queue],
        concurrency: 1,
        run: async () => queue,
      });
    const scheduler = await createRedisScheduler<{ id: string }, number, string>({
      url: redis.url,
      replies: repliesAsTheyAre,
      prefix,
      queueOf: ({ id }) => (id < 'c' ? 'cpu' : 'gpu'),
    });
    const workers = [await workerOf('cpu'), await workerOf('gpu')];
    const outcomes = await scheduler.run(['a', 'd', 'b', 'c'].map((id) => ({ id })));
    expect(outcomes).toMatchObject(['cpu', 'gpu', 'cpu', 'gpu'].map((result) => ({ result })));
    await scheduler.close();
    for (const worker of workers) await worker.close();
  });

  it('supersedes the run that its owner has left behind', async () => {
    const prefix = `trial-${++prefixes}`;
    const started: string[] = [];
    let release = (): void => {};
    const worker = await startQueueWorker<{ id: string }, number, string>({
      url: redis.url,
      jobOf: jobAsIs,
      prefix,
      queues: ['trial'],
      concurrency: 1,
      run: async ({ id }, { signal }) => {
        started.push(id);
        if (!id.startsWith('old')) return id;
        release();
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        });
      },
    });
    const create = () =>
      createRedisScheduler<{ id: string }, number, string>({
        url: redis.url,
        replies: repliesAsTheyAre,
        prefix,
        queueOf: () => 'trial',
        owner: 'a folder',
      });
    const [left, next] = [await create(), await create()];
    const begun = new Promise<void>((resolve) => {
      release = resolve;
    });
    const old = left.run([{ id: 'old 1' }, { id: 'old 2' }]).catch((error: unknown) => error);
    await begun;
    expect(await next.run([{ id: 'new' }])).toMatchObject([{ result: 'new' }]);
    expect(started).toEqual(['old 1', 'new']);
    expect(await old).toMatchObject({ code: 'aborted' });
    await left.close();
    await next.close();
    await worker.close();
  });
});

describe('without a Redis', () => {
  it('says so in one sentence, without the password', async () => {
    const url = 'redis://somebody:secret@127.0.0.1:1';
    const failed = createRedisScheduler({ url, queueOf: () => 'trial', replies: repliesAsTheyAre });
    await expect(failed).rejects.toMatchObject({
      code: 'engine',
      message:
        'Expected a Redis at redis://…@127.0.0.1:1, but connect ECONNREFUSED 127.0.0.1:1; start one there or name another with --redis.',
    });
    expect(withoutSecret('redis://host:6379/0')).toBe('redis://host:6379/0');
  });
});
