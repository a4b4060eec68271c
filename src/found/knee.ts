import { luminanceOf, luminanceWeights } from '../base/colour.js';
import type { Planes } from '../base/pixels.js';
import type { Limit } from './place.js';

/** How far a channel of a region's colour may be from its luminance, as a factor of it: more would shine. */
const tintRange = { least: 1 / 1.8, most: 1.8 };

/**
 * A picture (RGB) whose luminances Y beyond a limit ℓ come nearer to it: Y′ = ℓ + k·(Y − ℓ), k the slope of the knee, which goes over from
 * that inside of the region to that at its rim (`rim`, one channel, 1 at the outline; none when absent). The further a pixel is moved the
 * more of the region's own colour it takes on, as in a multiplied layer where it gets darker, and in a screened one where it gets lighter:
 *
 *   c′ ∝ c · (s + (1 − s)·m),   s = Y′ / Y,   m = the region's colour over its luminance,
 *
 * brought to Y′; for what gets lighter the same of 1 − c and 1 − Y. So white flecks of a blue letter turn blue and not grey.
 */
export function bent(picture: Planes, { side, limit, knee, colour }: Limit, rim?: Planes): Planes {
  const flip = side === 'above';
  const own = flip ? colour.map((value) => 1 - value) : colour;
  const tone = Math.max(1e-3, luminanceOf(own));
  const tint = own.map((value) => Math.min(tintRange.most, Math.max(tintRange.least, value / tone)));
  const data = picture.data.slice();
  const bound = flip ? 1 - limit : limit;
  bend(data, rim?.data ?? noRim, Float64Array.of(...tint, bound, knee.inside, knee.rim, flip ? 1 : 0));
  return { ...picture, data };
}

const noRim = new Float32Array(0);

/** `bent` in place, of tint, bound, slopes and whether light and dark change places: numbers alone, so that it is compiled once for all pictures. */
function bend(data: Float32Array, rim: Float32Array, numbers: Float64Array): void {
  const area = data.length / 3;
  const tintR = numbers[0]!;
  const tintG = numbers[1]!;
  const tintB = numbers[2]!;
  const bound = numbers[3]!;
  const inside = numbers[4]!;
  const atRim = numbers[5]! - inside;
  const flip = numbers[6] === 1;
  const red = luminanceWeights[0];
  const green = luminanceWeights[1];
  const blue = luminanceWeights[2];
  for (let at = 0; at < area; at++) {
    const r = flip ? 1 - data[at]! : data[at]!;
    const g = flip ? 1 - data[area + at]! : data[area + at]!;
    const b = flip ? 1 - data[2 * area + at]! : data[2 * area + at]!;
    const before = red * r + green * g + blue * b;
    if (before <= bound) continue;
    const slope = rim.length > 0 ? inside + atRim * rim[at]! : inside;
    const wanted = bound + slope * (before - bound);
    const share = wanted / before;
    const rest = 1 - share;
    const mixedR = r * (share + rest * tintR);
    const mixedG = g * (share + rest * tintG);
    const mixedB = b * (share + rest * tintB);
    const factor = wanted / (red * mixedR + green * mixedG + blue * mixedB);
    const newR = Math.min(1, mixedR * factor);
    const newG = Math.min(1, mixedG * factor);
    const newB = Math.min(1, mixedB * factor);
    data[at] = flip ? 1 - newR : newR;
    data[area + at] = flip ? 1 - newG : newG;
    data[2 * area + at] = flip ? 1 - newB : newB;
  }
}

/** The colour of a region itself, brought to its limit where it is beyond. */
export function keptColour(limit: Limit): number[] {
  const colour = { width: 1, height: 1, channels: 3, data: Float32Array.from(limit.colour) };
  return [...bent(colour, { ...limit, knee: { inside: 0, rim: 0 } }).data];
}
