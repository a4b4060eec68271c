import type { Planes } from '../pixels.js';

/** Mean of each 2×2 block of a one-channel picture; odd last rows and columns are left out. */
function halve(mask: Planes): Planes {
  const [width, height] = [mask.width >> 1, mask.height >> 1];
  const data = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = 2 * row * mask.width + 2 * column;
      const { data: from } = mask;
      data[row * width + column] =
        (from[at]! + from[at + 1]! + from[at + mask.width]! + from[at + mask.width + 1]!) / 4;
    }
  }
  return { width, height, channels: 1, data };
}

/**
 * How much each place of each tap counts for a region: the region's mask (one channel, 0..1) averaged down to the tap's
 * resolution, without the `border` outermost places, whose features have seen the padding, and scaled to sum 1,
 * so that a thin letter has as much say as a fat one. All zero where the region is empty at that tap.
 */
export function regionWeights(mask: Planes, tapCount: number, border: readonly number[]): Float32Array[] {
  const weights: Float32Array[] = [];
  let scaled = mask;
  for (let tap = 0; tap < tapCount; tap++) {
    if (tap > 0) scaled = halve(scaled);
    const { width, height, data } = scaled;
    const inset = border[tap] ?? 0;
    const result = new Float32Array(width * height);
    let sum = 0;
    for (let row = inset; row < height - inset; row++) {
      for (let column = inset; column < width - inset; column++) {
        const value = data[row * width + column]!;
        result[row * width + column] = value;
        sum += value;
      }
    }
    weights.push(sum > 0 ? result.map((value) => value / sum) : result);
  }
  return weights;
}
