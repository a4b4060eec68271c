import type { FeatureSpace, Scale } from '../nst/index.js';
import {
  isFound,
  isLetter,
  type LetterRecipe,
  looksOf,
  type PictureJob,
  type TextRecipe,
} from '../plan/index.js';
import { foundLooks } from './found/looks.js';
import { foundPage } from './found/page.js';
import type { Ingredients } from './ingredients.js';
import { severalLooks } from './several-looks.js';
import type { Subject } from './subject.js';
import { twoLooks } from './two-looks.js';

/** Opens what guides are compared with their artworks by, when it is first asked for; it stays open. */
export type OpenSpace = () => Promise<FeatureSpace>;

/** Reads the artworks and masks of a job, and takes from them what ink and ground are made of. `finest` is the largest scale. */
export function gatherIngredients(
  job: PictureJob,
  subject: Subject,
  { finest, openSpace }: { readonly finest: Scale; readonly openSpace: OpenSpace },
): Promise<Ingredients> {
  const { recipe } = job;
  if (isFound(recipe)) {
    return isLetter(recipe)
      ? foundLooks(job as PictureJob<LetterRecipe>, subject, openSpace)
      : foundPage(job as PictureJob<TextRecipe>, subject);
  }
  const { looks } = looksOf(recipe);
  const isOne = looks.length === 1 && looks[0]!.where === undefined;
  return (isOne ? twoLooks : severalLooks)(job, subject, finest);
}
