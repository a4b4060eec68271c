import { createLocalScheduler, type Scheduler } from '../src/work/schedule/index.js';
import { createRedisScheduler, startQueueWorker } from '../src/work/schedule/redis/index.js';
import { noRedis, startRedis } from '../test/support/redis.js';
import { jobAsIs, repliesAsTheyAre } from '../test/support/replies.js';

const count = 10_000;

type NoOps = Scheduler<{ id: string }, never, number>;

async function time(name: string, scheduler: NoOps): Promise<void> {
  const jobs = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({ id: `job ${from + at}` }));
  // Starts the workers and warms everything up.
  await scheduler.run(jobs(count, count + 1000));
  globalThis.gc?.();
  const before = process.memoryUsage();
  const samples: number[] = [];
  let ended = 0;
  const begin = performance.now();
  await scheduler.run(jobs(0, count), {
    onOutcome: () => {
      if (++ended % 1000 === 0) samples.push(process.memoryUsage.rss() / 1e6);
    },
  });
  const ms = performance.now() - begin;
  globalThis.gc?.();
  const heap = (process.memoryUsage().heapUsed - before.heapUsed) / 1e6;
  console.log(
    `  ${name}: ${(ms / count).toFixed(3)} ms a job, ${Math.round((count / ms) * 1000)} jobs a second; heap ${heap >= 0 ? '+' : ''}${heap.toFixed(1)} MB afterwards; resident at each thousand: ${samples.map((each) => each.toFixed(0)).join(' ')} MB`,
  );
}

/** 10,000 jobs that do nothing, by both schedulers. Run with NODE_OPTIONS=--expose-gc for an honest heap. */
export async function benchQueue(): Promise<void> {
  console.log(`${count} jobs that do nothing`);
  for (const workers of [1, 2]) {
    const entry = new URL('./noop-worker.ts', import.meta.url);
    const local: NoOps = createLocalScheduler({ workers, entry });
    await time(`local scheduler, ${workers} worker processes`, local);
    await local.close();
  }
  if (noRedis !== undefined) return;
  for (const fsync of ['everysec', 'always'] as const) {
    const redis = await startRedis(fsync);
    const settings = {
      url: redis.url,
      queues: ['bench'],
      jobOf: jobAsIs<{ id: string }>,
      concurrency: 50,
      run: async () => process.pid,
    };
    const worker = await startQueueWorker<{ id: string }, never, number>(settings);
    const scheduler = await createRedisScheduler<{ id: string }, never, number>({
      url: redis.url,
      queueOf: () => 'bench',
      replies: repliesAsTheyAre,
    });
    await time(`Redis, appendfsync ${fsync}, one worker of 50`, scheduler);
    await scheduler.close();
    await worker.close();
    await redis.close();
  }
}
