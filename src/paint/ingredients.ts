import type { Planes } from '../base/pixels.js';
import type { Scale, ScaleInput } from '../nst/index.js';
import { looksOf, type PictureJob } from '../plan/index.js';
import { severalLooks } from './several-looks.js';
import type { Subject } from './subject.js';
import { twoLooks } from './two-looks.js';

/** What a picture is made from, at every scale. */
export interface Ingredients {
  /** Regions and looks at one scale. */
  at(scale: Scale): Promise<ScaleInput>;
  /** The picture that the coarsest scale starts from, where it is another than its guide. */
  start(scale: Scale): Promise<Planes | undefined>;
  /**
   * Puts the plain colour, or transparency, where nothing is to be styled; with `opaque`, white instead of transparency.
   * Takes the box of any scale.
   */
  finish(tile: Planes, options?: { readonly opaque?: boolean }): Promise<Planes>;
}

/** Reads the artworks and masks of a job, and takes from them what ink and ground are made of. `finest` is the largest scale. */
export function gatherIngredients(job: PictureJob, subject: Subject, finest: Scale): Promise<Ingredients> {
  const { looks } = looksOf(job.recipe);
  const isOne = looks.length === 1 && looks[0]!.where === undefined;
  return (isOne ? twoLooks : severalLooks)(job, subject, finest);
}
