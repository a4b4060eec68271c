import { blur } from '../artwork/index.js';
import type { Planes } from '../base/pixels.js';

/** How far the rim reaches to either side of the outline, in ratios of the side. */
const rimRatio = 0.04;

/**
 * How near each place is to the outline of a mask (one channel, 0..1): 4·b·(1 − b) of the blurred mask b, which is 1 on a
 * straight outline and falls to nothing within about `rimRatio` of the side.
 */
export function rimOf(mask: Planes, sidePx: number = mask.width): Planes {
  const { data } = blur(mask, rimRatio * sidePx);
  return { ...mask, data: nearHalf(data) };
}

function nearHalf(values: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = 4 * values[at]! * (1 - values[at]!);
  return result;
}
