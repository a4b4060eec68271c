export { workerEntry } from '../../base/worker-entry.js';
export type { Identified, JobFunction, Outcome, RunOptions, Scheduler } from './contract.js';
export { createLocalScheduler, type LocalSettings } from './local.js';
export { runOne } from './one.js';
export { serveJobs } from './serve.js';
