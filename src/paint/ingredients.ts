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
   * Takes the box of any scale. A picture that has its forms from the start is shown as it grows out of the plain letter, after this
   * share of the way, 0..1; the whole of it when absent.
   */
  finish(tile: Planes, options?: { readonly opaque?: boolean; readonly grown?: number }): Promise<Planes>;
}
