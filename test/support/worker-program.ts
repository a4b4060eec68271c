import { startWorker } from '../../src/index.js';

/* A worker as a process of its own: `worker-program.ts REDIS STORE`. Each line that it says is an event as JSON. */

const [redis = '', store = ''] = process.argv.slice(2);
process.on('SIGTERM', () => void worker.close().then(() => process.exit()));
const worker = await startWorker({
  redis,
  store,
  concurrency: 1,
  encoders: ['compact'],
  lockMs: 1000,
  onEvent: (event) => console.log(JSON.stringify(event)),
});
console.log(JSON.stringify({ kind: 'ready' }));
