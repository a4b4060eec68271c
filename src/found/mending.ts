import { blur } from '../artwork/index.js';
import type { Planes } from '../base/pixels.js';

/** How far from the outline a seam is mended, in ratios of the letter's side. */
const mendRatio = 0.01;
const nearFactor = 2.5;

interface Mended {
  /** The letter's side. */
  readonly letterPx: number;
  /** Where there are other seams to be mended, 0..1, as large as the mask. */
  readonly seams?: Planes;
  /** How much too small the letter is for painting, 0..1: what is painted is as coarse at any size, and would blur a small letter. */
  readonly small?: number;
}

/**
 * How much of the painted picture is shown at each place, the rest being the guide, when this `amount` (0..1) of a letter is to be found:
 * p = (1 − amount)^(1 + small) far from the outline, and up to 2.5·p at it, where painting makes one picture of two; 2.5·(1 − amount) at
 * seams. √(4·b·(1 − b)) of the letter's blurred mask b goes over from the one to the other.
 */
export function paintedShares(mask: Planes, amount: number, { letterPx, seams, small = 0 }: Mended): Planes {
  const inside = (1 - amount) ** (1 + small);
  const [atOutline, atSeam] = [inside, 1 - amount].map((share) => Math.min(1, nearFactor * share));
  const { data } = blur(mask, mendRatio * letterPx);
  const shares = data.map((value, at) => {
    const near = Math.sqrt(Math.max(0, 4 * value * (1 - value)));
    const more = Math.max((atOutline! - inside) * near, (atSeam! - inside) * (seams?.data[at] ?? 0));
    return inside + more;
  });
  return { ...mask, data: shares };
}
