import { flatten } from './flatten.js';
import type { Outline } from './outline.js';

/** A box in the units of what it encloses, y down. */
export interface InkBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box of the ink in em, or undefined when the outline encloses none. */
export function inkBox(outline: Outline): InkBox | undefined {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x0, y0 } of flatten(outline, { scale: 1, x: 0, y: 0 }, 1e-6)) {
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x0);
    bottom = Math.max(bottom, y0);
  }
  return right - left > 1e-6 && bottom - top > 1e-6 ? { left, top, right, bottom } : undefined;
}
