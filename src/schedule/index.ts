export { workerEntry } from '../thread.js';
export type { Identified, JobFunction, Outcome, RunOptions, Scheduler } from './contract.js';
export { createLocalScheduler, type LocalSettings } from './local.js';
export { serveJobs } from './serve.js';
