import type { Planes, Size } from '../base/pixels.js';
import { coverContours } from './coverage.js';
import { flatten } from './flatten.js';
import type { Outline, Transform } from './outline.js';

/** An outline and its place in a picture, in pixels from the top left. */
interface PlacedOutline extends Transform {
  readonly outline: Outline;
}

/**
 * How much of each pixel of a picture the outlines cover together, exactly, 0..1, `[1, row, column]`. Straight pieces leave
 * their curves by at most `tolerancePx`; unless it says otherwise by less than a step of 8 bits can show.
 */
export function cover(
  outlines: Iterable<PlacedOutline>,
  { width, height }: Size,
  tolerancePx = 0.004,
): Planes {
  const segments = Array.from(outlines, ({ outline, ...place }) => flatten(outline, place, tolerancePx));
  return { width, height, channels: 1, data: coverContours(segments.flat(), { width, height }) };
}
