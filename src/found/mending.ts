import { blur } from '../artwork/index.js';
import type { Planes } from '../base/pixels.js';

/** How far from the outline a seam is mended, in ratios of the letter's side. */
const mendRatio = 0.01;
const outlineFactor = 2.5;

/**
 * How much of the painted picture is shown at each place, the rest being the guide, when this `amount` (0..1) of a letter is to be found:
 * 1 − amount far from the outline, and up to two and a half times that at it, where painting makes one picture of two.
 * √(4·b·(1 − b)) of the letter's blurred mask b goes over from the one to the other. `letterPx` is the letter's side; `seams` (0..1, as large as
 * the mask) says where there are other seams to be mended.
 */
export function paintedShares(
  mask: Planes,
  amount: number,
  { letterPx, seams }: { readonly letterPx: number; readonly seams?: Planes },
): Planes {
  const inside = 1 - amount;
  const outline = Math.min(1, outlineFactor * inside);
  const { data } = blur(mask, mendRatio * letterPx);
  const near = data.map((value, at) =>
    Math.max(seams?.data[at] ?? 0, Math.sqrt(Math.max(0, 4 * value * (1 - value)))),
  );
  return { ...mask, data: near.map((value) => inside + (outline - inside) * value) };
}
