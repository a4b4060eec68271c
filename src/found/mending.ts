import { filled } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';

/** How many times as much of what is painted is shown where pieces of one region meet. */
const seamFactor = 2.5;

interface Mended {
  /** Where pieces of one region meet, 0..1, as large as the mask. */
  readonly seams?: Planes;
  /** How much too small the letter is for painting, 0..1: what is painted is as coarse at any size, and would blur a small letter. */
  readonly small?: number;
}

/**
 * How much of the painted picture is shown at each place, the rest being the guide, when this `amount` (0..1) of a letter is to be found:
 * p = (1 − amount)^(1 + small), and up to 2.5 · (1 − amount) at seams, where painting makes one picture of two. At the outline it is no
 * more than elsewhere, so that the letter is cut as sharply as its guide.
 */
export function paintedShares(size: Planes, amount: number, { seams, small = 0 }: Mended = {}): Planes {
  const usual = (1 - amount) ** (1 + small);
  const atSeam = Math.min(1, seamFactor * (1 - amount));
  const shares = filled(size, usual);
  if (seams === undefined) return shares;
  return { ...shares, data: seams.data.map((seam) => usual + (atSeam - usual) * seam) };
}
