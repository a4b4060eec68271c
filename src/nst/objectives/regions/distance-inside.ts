import { nearestMarked } from '../../../base/nearest.js';
import type { Planes } from '../../../base/pixels.js';

/**
 * Distance of every place of a mask (one channel, 0..1) to the nearest place where the mask is at most one half, in places; 0
 * outside, infinite where there is no outside. What lies beyond the picture counts as neither.
 */
export function distanceInside({ width, height, data }: Planes): Float32Array {
  return nearestMarked(outsideOf(data), width, height).distance;
}

function outsideOf(mask: Float32Array): Uint8Array {
  const outside = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) outside[at] = mask[at]! > 0.5 ? 0 : 1;
  return outside;
}
