import { luminanceWeights } from '../base/colour.js';
import type { Planes } from '../base/pixels.js';
import { meanOf } from '../base/values.js';

/** Luminance that spreads this much of what the main axis spreads tells the parts apart as well as colour does. */
const lightnessIsEnough = 0.5;

/**
 * The direction in RGB along which a picture's colours are spread most (the first principal component, by power
 * iteration), of length 1 and pointing to the lighter end. With `auto` it is the luminance weights
 * where luminance spreads the picture nearly as much.
 */
export function mainAxis({ width, height, data }: Planes, by: 'auto' | 'colour'): readonly number[] {
  const area = width * height;
  const planes = [0, 1, 2].map((channel) => data.subarray(channel * area, (channel + 1) * area));
  const means = planes.map(meanOf);
  const covariance = planes.map((one, row) =>
    planes.map((other, column) => covarianceOf(one, other, [means[row]!, means[column]!])),
  );
  const applied = (vector: readonly number[]): number[] =>
    covariance.map((row) => row.reduce((sum, value, at) => sum + value * vector[at]!, 0));
  const unit = (vector: readonly number[]): number[] => {
    const length = Math.hypot(...vector);
    return length > 0
      ? vector.map((value) => value / length)
      : [1, 1, 1].map((value) => value / Math.sqrt(3));
  };
  const spread = (vector: readonly number[]): number =>
    applied(vector).reduce((sum, value, at) => sum + value * vector[at]!, 0);

  let axis = unit(luminanceWeights);
  for (let step = 0; step < 50; step++) axis = unit(applied(axis));
  if (by === 'auto' && spread(unit(luminanceWeights)) >= lightnessIsEnough * spread(axis))
    return luminanceWeights;
  const towardsLight = axis.reduce((sum, value, at) => sum + value * luminanceWeights[at]!, 0);
  return towardsLight < 0 ? axis.map((value) => -value) : axis;
}

function covarianceOf(
  values: Float32Array,
  others: Float32Array,
  [mean, otherMean]: readonly [number, number],
): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += (values[at]! - mean) * (others[at]! - otherMean);
  return sum / values.length;
}
