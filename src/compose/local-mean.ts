import type { Planes, Size } from '../base/pixels.js';

/** The weighted mean of the colours in the square around every place; NaN where nothing in it has weight. */
export function localMean(
  { width, height, channels, data }: Planes,
  weights: Float32Array,
  radius: number,
): Float32Array {
  const area = width * height;
  const mean = new Float32Array(channels * area);
  const total = boxSum(weights, { width, height }, radius);
  for (let channel = 0; channel < channels; channel++) {
    const weighted = weights.map((weight, at) => weight * data[channel * area + at]!);
    const sum = boxSum(weighted, { width, height }, radius);
    for (let at = 0; at < area; at++) mean[channel * area + at] = sum[at]! / Math.round(total[at]!);
  }
  return mean;
}

/** The sum of the values in the square of `2 radius + 1` around every place. */
function boxSum(values: Float32Array, { width, height }: Size, radius: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let row = 0; row < height; row++) {
    let line = 0;
    for (let column = 0; column < width; column++) {
      line += values[row * width + column]!;
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1]! + line;
    }
  }
  const result = new Float64Array(width * height);
  for (let row = 0; row < height; row++) {
    const top = Math.max(0, row - radius) * (width + 1);
    const bottom = Math.min(height, row + radius + 1) * (width + 1);
    for (let column = 0; column < width; column++) {
      const left = Math.max(0, column - radius);
      const right = Math.min(width, column + radius + 1);
      result[row * width + column] =
        sums[bottom + right]! - sums[top + right]! - sums[bottom + left]! + sums[top + left]!;
    }
  }
  return result;
}
