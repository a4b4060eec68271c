export type { Identified, JobFunction, Outcome, RunOptions, Scheduler } from './contract.js';
export { createLocalScheduler, type LocalSettings } from './local.js';
export { workerEntry } from './pool.js';
export { serveJobs } from './serve.js';
