import type { Planes, Size } from '../../../base/pixels.js';

/** Mean of each 2×2 block of a one-channel picture; odd last rows and columns are left out. */
function halve(mask: Planes): Planes {
  const [width, height] = [mask.width >> 1, mask.height >> 1];
  const data = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const rows = mask.data.subarray(2 * row * mask.width, 2 * (row + 1) * mask.width);
    meanBlocks(rows, data.subarray(row * width, (row + 1) * width));
  }
  return { width, height, channels: 1, data };
}

/** Means of the blocks of two rows that lie one after the other. */
function meanBlocks(rows: Float32Array, into: Float32Array): void {
  const width = rows.length >> 1;
  for (let column = 0; column < into.length; column++) {
    const at = 2 * column;
    into[column] = (rows[at]! + rows[at + 1]! + rows[at + width]! + rows[at + width + 1]!) / 4;
  }
}

/**
 * How much each place of each tap counts for a region: the region's mask (one channel, 0..1) averaged down to the tap's
 * resolution, without the tap's `border` of outermost places, whose features have seen the padding, and scaled to sum 1,
 * so that a thin letter has as much say as a fat one. All zero where the region is empty at that tap.
 */
export function regionWeights(
  mask: Planes,
  taps: readonly { readonly halvings: number; readonly border: number }[],
): Float32Array[] {
  return taps.map(({ halvings, border }) => {
    const { width, height, data } = halved(mask, halvings);
    return weightsWithin(data, { width, height, border });
  });
}

/** Values but the outermost ones, scaled to sum 1; zeros where they sum to nothing. */
function weightsWithin(
  data: Float32Array,
  { width, height, border }: Size & { readonly border: number },
): Float32Array {
  const result = new Float32Array(width * height);
  let sum = 0;
  for (let row = border; row < height - border; row++) {
    for (let column = border; column < width - border; column++) {
      const value = data[row * width + column]!;
      result[row * width + column] = value;
      sum += value;
    }
  }
  if (sum > 0) for (let at = 0; at < result.length; at++) result[at] = result[at]! / sum;
  return result;
}

/** A one-channel picture averaged down to half its size, so many times. */
export function halved(mask: Planes, times: number): Planes {
  let result = mask;
  for (let time = 0; time < times; time++) result = halve(result);
  return result;
}
