import { throwIfAborted } from '../../../base/errors.js';
import type { Identified, Scheduler } from '../contract.js';
import { refuseTwins } from '../guards.js';
import { connect, withoutSecret } from './connection.js';
import { RedisRun, type RunSettings } from './run.js';

interface RedisSettings<Job extends Identified, Progress, Result> extends RunSettings<Job, Progress, Result> {
  readonly url: string;
}

/**
 * A scheduler whose jobs are done by the workers of a Redis, wherever they are. Throws AbecedaryError `engine` where there is
 * none.
 */
export async function createRedisScheduler<Job extends Identified, Progress, Result>({
  url,
  ...settings
}: RedisSettings<Job, Progress, Result>): Promise<Scheduler<Job, Progress, Result>> {
  const client = await connect(url);
  const runs = new Set<RedisRun<Job, Progress, Result>>();
  const closing = new AbortController();
  let paused = false;
  return {
    run: async (jobs, options = {}) => {
      refuseTwins(jobs);
      const signal = AbortSignal.any([closing.signal, options.signal].filter((each) => each !== undefined));
      throwIfAborted(signal);
      if (jobs.length === 0) return [];
      const run = new RedisRun(client, jobs, { ...settings, ...options, signal, place: withoutSecret(url) });
      runs.add(run);
      if (paused) await run.pause();
      try {
        return await run.finish();
      } finally {
        runs.delete(run);
      }
    },
    prefer: (id) => {
      for (const run of runs) void run.prefer(id);
    },
    pause: () => {
      paused = true;
      for (const run of runs) void run.pause();
    },
    resume: () => {
      paused = false;
      for (const run of runs) void run.resume();
    },
    close: async () => {
      closing.abort();
      for (const run of runs) await run.ended;
      client.disconnect();
    },
  };
}
