import { middleOf } from '../base/middle.js';
import { type Pixels, toPixels } from '../base/pixels.js';
import type { Found } from '../found/index.js';
import type { Legibility } from '../judge/index.js';
import { planScales } from '../nst/index.js';
import { isFound, type PictureJob } from '../plan/index.js';
import { gatherIngredients, type OpenSpace } from './gather.js';
import type { Subject } from './subject.js';

/** A picture before it is painted. */
export interface Sketch {
  readonly picture: Pixels;
  readonly found: Found;
  readonly legibility: Legibility;
}

/** A found picture as it is laid together, unpainted; undefined of one that is made from looks alone. Throws `artwork` like painting it. */
export async function sketch(
  job: PictureJob,
  subject: Subject,
  openSpace: OpenSpace,
): Promise<Sketch | undefined> {
  if (!isFound(job.recipe)) return undefined;
  const finest = planScales(subject.size, 1, { ...subject.forms, found: true }).at(-1)!;
  const { found, at, finish } = await gatherIngredients(job, subject, { finest, openSpace });
  const { guide } = await at(finest);
  if (found === undefined || guide === undefined) return undefined;
  const picture = toPixels(await finish(middleOf(guide, subject.size)));
  return { picture, found, legibility: subject.judge(picture) };
}
