import type { Pixels } from '../../base/pixels.js';
import { fromPixels, intoPixels } from '../raw.js';

/** How EXIF's orientations come upright: whether left and right change places, and then a turn by degrees clockwise. */
const turns: Readonly<Record<number, readonly [degrees: number, isMirrored: boolean]>> = {
  2: [0, true],
  3: [180, false],
  4: [180, true],
  5: [270, true],
  6: [90, false],
  7: [90, true],
  8: [270, false],
};

/** A picture of three channels, upright by its EXIF orientation (1..8). */
export async function oriented(pixels: Pixels, orientation: number | undefined): Promise<Pixels> {
  const turn = turns[orientation ?? 1];
  if (turn === undefined) return pixels;
  const [degrees, isMirrored] = turn;
  return intoPixels(fromPixels(pixels).flop(isMirrored).rotate(degrees), 3);
}
