import { createRedisScheduler, startQueueWorker } from '../../src/work/schedule/redis/index.js';
import { jobAsIs, repliesAsTheyAre } from './replies.js';

/* A run of one job and its worker: `tls-program.ts REDIS`. */

const [url = ''] = process.argv.slice(2);
const worker = await startQueueWorker<{ id: string }, never, string>({
  ...{ url, queues: ['trial'], jobOf: jobAsIs, concurrency: 1, run: async ({ id }) => `${id} is done` },
});
const scheduler = await createRedisScheduler<{ id: string }, never, string>({
  ...{ url, queueOf: () => 'trial', replies: repliesAsTheyAre },
});
const [outcome] = await scheduler.run([{ id: 'a' }]);
console.log(outcome!.status === 'done' ? outcome!.result : outcome!.error.message);
await scheduler.close();
await worker.close();
