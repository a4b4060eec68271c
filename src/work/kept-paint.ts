import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import { removeFolder } from '../files/index.js';
import type { Painter } from '../paint/index.js';
import { filesBelow, type PictureJob } from '../plan/index.js';
import { JobCheckpoints } from './checkpoints.js';
import { type KeptPicture, keepResult, readResult } from './results.js';
import { recordKey, type Store } from './store/index.js';

/** A job, and a folder of its own where it is worked on; the files that it names do not count. */
interface KeptPaint {
  readonly job: PictureJob;
  readonly store: Store;
  readonly scratch: string;
}

/**
 * Paints a picture and keeps it in the store, unless it is there; goes on from the last checkpoint that the store has, whoever
 * made it. The scratch folder is gone when this returns. Throws what the painter and the store throw.
 */
export async function paintKept(
  { job, store, scratch }: KeptPaint,
  painter: Painter,
  report: (progress: Progress) => void,
): Promise<KeptPicture> {
  const found = await readResult(store, job);
  if (found !== undefined) return found;
  const here: PictureJob = { ...job, files: filesBelow(scratch, job.files) };
  const checkpoints = new JobCheckpoints(store, here);
  await removeFolder(scratch);
  const result = await painter.paint(here, report, checkpoints).catch(async (error: unknown) => {
    // A state that cannot be gone on from, though it has the right form: one that nobody of ours has kept.
    if (error instanceof AbecedaryError || !checkpoints.isResumed) throw error;
    await store.setAside(recordKey('checkpoints', job.id));
    return painter.paint(here, report, new JobCheckpoints(store, here));
  });
  const kept = await keepResult(store, here, result);
  await checkpoints.clear();
  await removeFolder(scratch);
  return kept;
}
