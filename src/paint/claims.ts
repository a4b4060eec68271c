import { filled, grey, product } from '../base/masks.js';
import type { Pixels, Planes } from '../base/pixels.js';
import { fitted } from './materials.js';
import type { CanvasView } from './subject.js';

/** How much of each pixel of a canvas belongs to somebody, 0..1. */
export type Claim = (view: CanvasView) => Promise<Planes>;

/**
 * What artworks claim of a picture by pictures of their places, an earlier one before a later one. What nobody claims comes first,
 * where there are looks for the `rest`, and else belongs to the last claim.
 */
export function sharesOf(
  claims: readonly Pixels[],
  { rest: isShared }: { readonly rest: boolean },
): (view: CanvasView) => Promise<Planes[]> {
  return async (view) => {
    const claimed: Planes[] = [];
    let rest = filled({ ...view.canvas, channels: 1, data: new Float32Array(0) }, 1);
    for (const claim of claims) {
      const own = product(rest, grey(await fitted(claim, view)));
      rest = { ...rest, data: rest.data.map((value, at) => value - own.data[at]!) };
      claimed.push(own);
    }
    if (isShared) return [rest, ...claimed];
    const last = claimed.pop()!;
    return [...claimed, { ...last, data: last.data.map((value, at) => value + rest.data[at]!) }];
  };
}
