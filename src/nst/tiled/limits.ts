import type { Size } from '../../base/pixels.js';
import { planScales } from '../scales.js';

/**
 * From which size on a picture is looked at in tiles, and how large those are. They decide the last bits of a picture, so
 * that nothing may change them but the size of what is painted.
 */
export interface TileLimits {
  /** Values that the encoder makes of the largest picture that is looked at whole. */
  readonly wholeValues: number;
  /** Values that it makes of a tile. */
  readonly tileValues: number;
}

/** About 1.2 million pixels whole and tiles of 416, with the encoder that comes along. */
export const tileLimits: TileLimits = { wholeValues: 93e6, tileValues: 13.5e6 };

/** Whether a picture is looked at whole by an encoder that makes so many values of a pixel. */
export function fitsWhole(
  { width, height }: Size,
  valuesPerPixel: number,
  { wholeValues }: TileLimits = tileLimits,
): boolean {
  return width * height * valuesPerPixel <= wholeValues;
}

/** Whether a picture is painted whole at its full size; one in tiles is made alone. */
export function isPaintedWhole({ valuesPerPixel }: { readonly valuesPerPixel: number }, size: Size): boolean {
  return fitsWhole(planScales(size, 1).at(-1)!.canvas, valuesPerPixel);
}
