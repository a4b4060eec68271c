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
  const area = picture.width * picture.height;
  const data = picture.data.slice();
  const flip = side === 'above';
  const bound = flip ? 1 - limit : limit;
  const of = (value: number): number => (flip ? 1 - value : value);
  const own = colour.map(of);
  const tone = Math.max(1e-3, luminanceOf(own));
  const tint = own.map((value) => Math.min(tintRange.most, Math.max(tintRange.least, value / tone)));
  const mixed = [0, 0, 0];
  for (let at = 0; at < area; at++) {
    let before = 0;
    for (let channel = 0; channel < 3; channel++)
      before += luminanceWeights[channel]! * of(data[channel * area + at]!);
    if (before <= bound) continue;
    const slope = knee.inside + (knee.rim - knee.inside) * (rim?.data[at] ?? 0);
    const wanted = bound + slope * (before - bound);
    const share = wanted / before;
    let after = 0;
    for (let channel = 0; channel < 3; channel++) {
      mixed[channel] = of(data[channel * area + at]!) * (share + (1 - share) * tint[channel]!);
      after += luminanceWeights[channel]! * mixed[channel]!;
    }
    for (let channel = 0; channel < 3; channel++)
      data[channel * area + at] = of(Math.min(1, (mixed[channel]! * wanted) / after));
  }
  return { ...picture, data };
}

/** The colour of a region itself, brought to its limit where it is beyond. */
export function keptColour(limit: Limit): number[] {
  const colour = { width: 1, height: 1, channels: 3, data: Float32Array.from(limit.colour) };
  return [...bent(colour, { ...limit, knee: { inside: 0, rim: 0 } }).data];
}
