export { connect, withoutSecret } from './connection.js';
export { createRedisScheduler, type RedisSettings } from './scheduler.js';
export { type QueueWorker, type QueueWorkerSettings, startQueueWorker } from './worker.js';
