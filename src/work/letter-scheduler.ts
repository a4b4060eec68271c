import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import type { RunFolder } from '../files/index.js';
import type { LetterJob } from '../plan/job.js';
import type { KeptLetter } from './index.js';
import { keepIngredients, queueFor, type RemoteLetter, remoteLetter } from './remote-letter.js';
import { createLocalScheduler, type Scheduler, workerEntry } from './schedule/index.js';
import type { Store } from './store/index.js';

export type LetterScheduler = Scheduler<LetterJob, Progress, KeptLetter>;

/** A letter for a worker process of this machine. */
export interface LetterTask {
  readonly id: string;
  readonly job: LetterJob;
  /** Where the store is that keeps it, and where it is worked on; absent where it is only made, with the files of the job. */
  readonly kept?: { readonly store: string; readonly scratch: string };
}

/** Who makes the letters, as the configuration says; finished ones are in the store. */
export async function openLetterScheduler(
  { schedule }: AlphabetConfig,
  store: Store,
  folder: RunFolder,
  { workers, batch }: { readonly workers: number; readonly batch: number },
): Promise<LetterScheduler> {
  if (schedule.scheduler === 'redis') return openRemoteScheduler(schedule.redis, store, folder);
  const scheduler = createLocalScheduler<LetterTask, Progress, KeptLetter>({
    workers,
    jobsPerWorker: batch,
    entry: workerEntry('letter-worker', import.meta.url),
    limitMs: schedule.limitMinutes > 0 ? schedule.limitMinutes * 60_000 : undefined,
  });
  return {
    ...scheduler,
    run: (jobs, options) =>
      scheduler.run(
        jobs.map((job) => ({
          id: job.id,
          job,
          kept: { store: store.location, scratch: folder.work(job.id) },
        })),
        options,
      ),
  };
}

/** The workers of a Redis; loaded only where it is asked for. */
async function openRemoteScheduler(url: string, store: Store, folder: RunFolder): Promise<LetterScheduler> {
  const { createRedisScheduler } = await import('./schedule/redis/index.js');
  const scheduler = await createRedisScheduler<RemoteLetter, Progress, KeptLetter>({
    url,
    queueOf: ({ recipe }) => queueFor(recipe.engine),
    owner: createHash('sha256').update(`${hostname()} ${folder.out}`).digest('hex'),
  });
  return {
    ...scheduler,
    run: async (jobs, options) => {
      await keepIngredients(store, jobs);
      return scheduler.run(jobs.map(remoteLetter), options);
    },
  };
}
