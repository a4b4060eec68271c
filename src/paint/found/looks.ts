import { filled, grey } from '../../base/masks.js';
import type { FeatureSpace } from '../../nst/index.js';
import type { LetterRecipe, PictureJob } from '../../plan/index.js';
import type { Ingredients } from '../ingredients.js';
import { fitted, readNamed } from '../materials.js';
import type { Subject } from '../subject.js';
import { findMaterials } from './materials.js';
import { type FoundScale, foundScale } from './scale.js';
import { shownOf } from './shown.js';

/** A letter that is found in its artwork. */
export async function foundLooks(
  job: PictureJob<LetterRecipe>,
  subject: Subject,
  openSpace: () => Promise<FeatureSpace>,
): Promise<Ingredients> {
  const materials = await findMaterials(job, subject, openSpace);
  const mask = await readNamed(job.recipe.mask, job);
  let last: Omit<FoundScale, 'input'> | undefined;
  return {
    found: materials.found,
    at: async (scale) => {
      const ink = subject.draw(scale);
      const styled = mask === undefined ? filled(ink, 1) : grey(await fitted(mask, scale));
      // What a scale starts from is large, and not wanted again.
      const { input, ...shown } = foundScale(materials, { letter: ink, styled }, scale);
      last = shown;
      return input;
    },
    start: async () => undefined,
    finish: shownOf(subject, { limits: materials.limits, mask }, () => last),
  };
}
