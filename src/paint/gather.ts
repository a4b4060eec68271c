import type { Scale } from '../nst/index.js';
import { isFound, type LetterRecipe, looksOf, type PictureJob } from '../plan/index.js';
import { foundLooks } from './found/looks.js';
import type { Ingredients } from './ingredients.js';
import { severalLooks } from './several-looks.js';
import type { Subject } from './subject.js';
import { twoLooks } from './two-looks.js';

/** Reads the artworks and masks of a job, and takes from them what ink and ground are made of. `finest` is the largest scale. */
export function gatherIngredients(job: PictureJob, subject: Subject, finest: Scale): Promise<Ingredients> {
  if (isFound(job.recipe)) return foundLooks(job as PictureJob<LetterRecipe>, subject);
  const { looks } = looksOf(job.recipe);
  const isOne = looks.length === 1 && looks[0]!.where === undefined;
  return (isOne ? twoLooks : severalLooks)(job, subject, finest);
}
