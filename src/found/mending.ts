import { blur } from '../artwork/index.js';
import type { Planes } from '../base/pixels.js';

/** How far from the outline a letter is mended, in ratios of its side; and how many times as much of what is painted is shown there. */
const outline = { reachRatio: 0.01, factor: 1.6 } as const;
/** The same where pieces of one region meet. */
const seamFactor = 2.5;

interface Mended {
  /** The letter's side. */
  readonly letterPx: number;
  /** Where pieces of one region meet, 0..1, as large as the mask. */
  readonly seams?: Planes;
  /** How much too small the letter is for painting, 0..1: what is painted is as coarse at any size, and would blur a small letter. */
  readonly small?: number;
}

/**
 * How much of the painted picture is shown at each place, the rest being the guide, when this `amount` (0..1) of a letter is to be found:
 * p = (1 − amount)^(1 + small) far from the outline; up to 1.6·p at it, where painting makes one picture of two, but more of it would make a
 * soft rim; and up to 2.5·(1 − amount) at seams. √(4·b·(1 − b)) of the letter's blurred mask b goes over from the one to the other.
 */
export function paintedShares(mask: Planes, amount: number, { letterPx, seams, small = 0 }: Mended): Planes {
  const inside = (1 - amount) ** (1 + small);
  const atOutline = Math.min(1, outline.factor * inside);
  const atSeam = Math.min(1, seamFactor * (1 - amount));
  const { data } = blur(mask, outline.reachRatio * letterPx);
  const numbers = Float64Array.of(inside, atOutline, atSeam);
  return { ...mask, data: sharesOf(data, seams?.data ?? noSeams, numbers) };
}

const noSeams = new Float32Array(0);

function sharesOf(blurred: Float32Array, seams: Float32Array, numbers: Float64Array): Float32Array {
  const inside = numbers[0]!;
  const more = numbers[1]! - inside;
  const moreAtSeam = numbers[2]! - inside;
  const shares = new Float32Array(blurred.length);
  for (let at = 0; at < shares.length; at++) {
    const near = Math.sqrt(Math.max(0, 4 * blurred[at]! * (1 - blurred[at]!)));
    const seam = seams.length > 0 ? seams[at]! : 0;
    shares[at] = inside + Math.max(more * near, moreAtSeam * seam);
  }
  return shares;
}
