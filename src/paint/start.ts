import { painted } from '../base/masks.js';
import type { PictureJob } from '../plan/index.js';
import type { Ingredients } from './ingredients.js';
import { black, fitted, readNamed, white } from './materials.js';
import type { Subject } from './subject.js';

/** What the coarsest scale starts from, as the settings say; `colours` are those of ink and ground. */
export async function startFrom(
  job: PictureJob,
  subject: Subject,
  [ink, ground]: readonly [readonly number[], readonly number[]],
): Promise<Ingredients['start']> {
  const picture = await readNamed(job.recipe.start, job);
  const { start } = subject.transfer;
  return async (scale) => {
    if (picture !== undefined) return fitted(picture, scale);
    if (start === 'artwork') return undefined;
    if (start === 'glyph') return painted(subject.draw(scale), black, white);
    const between = ink.map((value, at) => (value + ground[at]!) / 2);
    return painted(subject.draw(scale), between, between);
  };
}
