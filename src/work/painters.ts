import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Progress } from '../base/progress.js';
import type { ScheduleSettings } from '../config/index.js';
import type { RunFolder } from '../files/index.js';
import type { PictureJob } from '../plan/index.js';
import { keepInputs, queueFor, type RemotePicture, remotePicture } from './remote-picture.js';
import { progressOf, resultOf } from './replies.js';
import type { KeptPicture } from './results.js';
import { createLocalScheduler, type Scheduler, WorkerProcess, workerEntry } from './schedule/index.js';
import type { Store } from './store/index.js';

/** Who paints the pictures of a run. */
export type Painters = Scheduler<PictureJob, Progress, KeptPicture>;

/** A picture for a worker process of this machine. */
export interface PaintTask {
  readonly id: string;
  readonly job: PictureJob;
  /** Place of the store that keeps it. */
  readonly store: string;
  /** What its records are sealed with. */
  readonly secret: string | undefined;
  /** Where it is worked on. */
  readonly scratch: string;
}

interface PaintersOptions {
  readonly store: Store;
  readonly folder: RunFolder;
  readonly workers: number;
  readonly batch: number;
  readonly inTiles: boolean;
  readonly spare?: SparePainter | undefined;
}

/** A process that paints one picture at a time, and is started before it is known what. */
export type SparePainter = Pick<WorkerProcess<PaintTask, Progress, KeptPicture>, 'places' | 'end'>;

/** `inTiles`: whether that is painted in tiles. */
export function startPainter(inTiles: boolean): SparePainter {
  return new WorkerProcess<PaintTask, Progress, KeptPicture>(entry(), 1, inTiles);
}

const entry = (): URL => workerEntry('picture-worker', import.meta.url);

/** The processes of this machine or the workers of a Redis, as the configuration says; finished pictures are in the store. */
export async function openPainters(schedule: ScheduleSettings, options: PaintersOptions): Promise<Painters> {
  const { store, folder, workers, batch, inTiles, spare } = options;
  if (schedule.scheduler === 'redis') return openRemotePainters(schedule.redis, store, folder);
  const { limitMinutes } = schedule;
  const limitMs = limitMinutes > 0 ? limitMinutes * 60_000 : undefined;
  const scheduler = openLocalPainters({ workers, jobsPerWorker: batch, inTiles, limitMs, spare });
  return {
    ...scheduler,
    run: (jobs, options) =>
      scheduler.run(
        jobs.map((job) => ({ id: job.id, job, ...placeOf(store), scratch: folder.work(job.id) })),
        options,
      ),
  };
}

/** What another process opens a store by. */
export function placeOf({ location, seal }: Store): Pick<PaintTask, 'store' | 'secret'> {
  return { store: location, secret: seal.secret };
}

/** Worker processes of this machine. */
export function openLocalPainters(
  settings: Omit<Parameters<typeof createLocalScheduler>[0], 'entry'>,
): Scheduler<PaintTask, Progress, KeptPicture> {
  return createLocalScheduler({ ...settings, entry: entry() });
}

/** The workers of a Redis; loaded only where it is asked for. */
async function openRemotePainters(url: string, store: Store, folder: RunFolder): Promise<Painters> {
  const { createRedisScheduler } = await import('./schedule/redis/index.js');
  const scheduler = await createRedisScheduler<RemotePicture, Progress, KeptPicture>({
    url,
    queueOf: ({ recipe }) => queueFor(recipe.engine),
    replies: { result: (job, value) => resultOf(job, value, store), progress: progressOf },
    owner: createHash('sha256').update(`${hostname()} ${folder.out}`).digest('hex'),
  });
  return {
    ...scheduler,
    run: async (jobs, options) => {
      await keepInputs(store, jobs);
      return scheduler.run(jobs.map(remotePicture), options);
    },
  };
}
