import type { Serializable } from 'node:child_process';
import type { Identified, JobFunction } from './contract.js';
import { encodeError, type Reply, type Request } from './wire.js';

/**
 * Turns this process into a server of jobs for the process that has forked it: each job that arrives is done by `run`, beside
 * those that are at work if it is sent several, and its reports, result or error are sent back. When the other process goes away, however it ends, this one ends at
 * the next turn of its event loop. Throws RangeError in a process that was not forked.
 */
export function serveJobs<Job extends Identified, Progress, Result>(
  run: JobFunction<Job, Progress, Result>,
): void {
  if (process.send === undefined) throw new RangeError('serveJobs must be called in a forked process');
  const send = (reply: Reply<Progress, Result>, then?: () => void): void => {
    process.send!(reply as unknown as Serializable, undefined, undefined, () => then?.());
  };
  process.on('disconnect', () => process.exit());
  // A terminal sends Ctrl-C to all processes; the other one decides what it means.
  process.on('SIGINT', () => {});
  process.on('uncaughtException', (error) => {
    send({ kind: 'dying', error: encodeError(error) }, () => process.exit(1));
  });
  process.on('message', async ({ job, number }: Request<Job>) => {
    try {
      const result = await run(job, { report: (progress) => send({ kind: 'progress', number, progress }) });
      send({ kind: 'done', number, result });
    } catch (error) {
      send({ kind: 'failed', number, error: encodeError(error) });
    }
  });
}
