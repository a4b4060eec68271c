import { parentPort } from 'node:worker_threads';
import type { Identified, JobFunction } from './contract.js';
import { encodeError, type Reply, type Request } from './wire.js';

/**
 * Turns this worker thread into a server of jobs: each job that arrives is done by `run`, one at a time, and its
 * reports, result or error are sent back. When the thread is asked to stop, it ends at the next turn of its event loop,
 * in the middle of a job; a job that computes for long should let the loop turn now and then. Throws RangeError on the main thread.
 */
export function serveJobs<Job extends Identified, Progress, Result>(
  run: JobFunction<Job, Progress, Result>,
): void {
  const port = parentPort;
  if (port === null) throw new RangeError('serveJobs must be called in a worker thread');
  const send = (reply: Reply<Progress, Result>): void => port.postMessage(reply);
  port.on('message', async (request: Request<Job>) => {
    // Ends this thread only.
    if (request.kind === 'stop') process.exit();
    try {
      const result = await run(request.job, { report: (progress) => send({ kind: 'progress', progress }) });
      send({ kind: 'done', result });
    } catch (error) {
      send({ kind: 'failed', error: encodeError(error) });
    }
  });
}
