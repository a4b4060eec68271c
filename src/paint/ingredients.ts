import type { Planes } from '../base/pixels.js';
import type { Found } from '../found/index.js';
import type { Scale, ScaleInput } from '../nst/index.js';

/** What a picture is made from, at every scale. */
export interface Ingredients {
  /** Where in the artwork they were found; absent where nothing is to be found. */
  readonly found?: Found | undefined;
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
