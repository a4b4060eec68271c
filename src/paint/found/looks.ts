import { filled, grey, painted } from '../../base/masks.js';
import type { LetterRecipe, PictureJob } from '../../plan/index.js';
import type { Ingredients } from '../ingredients.js';
import { fitted, readNamed } from '../materials.js';
import { withPlainPlaces } from '../plain.js';
import type { Subject } from '../subject.js';
import { findMaterials } from './materials.js';
import { type FoundScale, foundScale } from './scale.js';

/** A letter that is found in its artwork. */
export async function foundLooks(job: PictureJob<LetterRecipe>, subject: Subject): Promise<Ingredients> {
  const materials = await findMaterials(job, subject);
  const mask = await readNamed(job.recipe.mask, job);
  const { transfer } = subject;
  let last: FoundScale | undefined;
  return {
    found: materials.found,
    at: async (scale) => {
      const ink = subject.draw(scale);
      const styled = mask === undefined ? filled(ink, 1) : grey(await fitted(mask, scale));
      last = foundScale(materials, { letter: ink, styled }, scale);
      return last.input;
    },
    start: async () => undefined,
    finish: async (tile, { opaque = false, grown = 1 } = {}) => {
      const finished = last === undefined ? tile : last.finish(tile);
      const shown = last === undefined || grown === 1 ? finished : last.grow(finished, grown);
      if (mask === undefined) return shown;
      const size = { width: tile.width, height: tile.height };
      const ink = subject.draw({ canvas: size, box: size });
      const { ink: inside, ground } = materials.looks;
      const plain = painted(ink, inside.colour, ground.colour);
      return withPlainPlaces(shown, { ink, plain, transfer, mask, opaque });
    },
  };
}
