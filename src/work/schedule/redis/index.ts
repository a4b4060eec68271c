export { connect, withoutSecret } from './connection.js';
export { createRedisScheduler } from './scheduler.js';
export { startQueueWorker } from './worker.js';
