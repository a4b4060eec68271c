export { workerEntry } from '../../base/worker-entry.js';
export type { Outcome, Scheduler } from './contract.js';
export { createLocalScheduler } from './local.js';
export { runOne } from './one.js';
export { serveJobs } from './serve.js';
export { ReplyFault } from './wire.js';
export { WorkerProcess } from './worker-process.js';
