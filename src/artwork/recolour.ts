import { type Colour, luminanceOf } from '../base/colour.js';
import { grey } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';

/** Shares of an artwork's area that may fall off the dark and the light end. */
const clippedRatio = 0.01;

/**
 * The picture (RGB) in other colours: its darkest tones become the palette's darkest colour, its lightest the lightest, and
 * what lies between runs through the others in the order of their luminance. Takes one colour or more.
 */
export function recoloured(picture: Planes, palette: readonly Colour[]): Planes {
  const colours = [...palette].sort((one, other) => luminanceOf(one) - luminanceOf(other));
  const tones = grey(picture).data;
  const sorted = Float32Array.from(tones).sort();
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const [from, to] = [quantile(clippedRatio), quantile(1 - clippedRatio)];
  const area = tones.length;
  const data = new Float32Array(3 * area);
  for (let at = 0; at < area; at++) {
    const place =
      Math.min(1, Math.max(0, (tones[at]! - from) / Math.max(to - from, 1e-3))) * (colours.length - 1);
    const lower = Math.min(colours.length - 1, Math.floor(place));
    const upper = Math.min(colours.length - 1, lower + 1);
    const share = place - lower;
    for (let channel = 0; channel < 3; channel++) {
      data[channel * area + at] = colours[lower]![channel]! * (1 - share) + colours[upper]![channel]! * share;
    }
  }
  return { ...picture, data };
}
