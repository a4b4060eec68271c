import type { Progress } from '../base/progress.js';
import { removeFolder } from '../files/index.js';
import type { LetterRenderer } from '../paint/letter.js';
import { type LetterJob, letterFiles } from '../plan/job.js';
import { checkpointsOf } from './checkpoints.js';
import { type KeptLetter, keepResult, readResult } from './results.js';
import type { Store } from './store/index.js';

/** A job, and a folder of its own where it is worked on; the files that it names do not count. */
export interface KeptRender {
  readonly job: LetterJob;
  readonly store: Store;
  readonly scratch: string;
}

/**
 * Makes a letter and keeps it in the store, unless it is there; goes on from the last checkpoint that the store has, whoever
 * made it. The scratch folder is gone when this returns. Throws what the renderer and the store throw.
 */
export async function renderKept(
  { job, store, scratch }: KeptRender,
  renderer: LetterRenderer,
  report: (progress: Progress) => void,
): Promise<KeptLetter> {
  const found = await readResult(store, job.id);
  if (found !== undefined) return found;
  const here: LetterJob = { ...job, files: letterFiles(scratch) };
  const checkpoints = checkpointsOf(store, here);
  await removeFolder(scratch);
  const result = await renderer.render(here, report, checkpoints);
  const kept = await keepResult(store, here, result);
  await checkpoints.clear();
  await removeFolder(scratch);
  return kept;
}
