import type { Planes } from '../../base/pixels.js';
import { meanOf } from '../../base/values.js';
import { meanLargestCosine, orientedPatches, patchStarts, unitPatches } from '../../judge/index.js';
import type { FeatureSpace } from '../../nst/index.js';

/** Every how many places of its features a guide is compared. */
const stride = 2;

/**
 * How like its artwork a guide is, −1..1: the mean over its patches of features of the largest cosine with any of the artwork's, in any
 * orientation, features less the artwork's mean. That is `forms` of `evaluate` before it is set against strangers, for a fiftieth of the work: 48
 * places across, under the included encoder. Both RGB, of one scale, the guide square.
 */
export async function likenessOf(guide: Planes, artwork: Planes, space: FeatureSpace): Promise<number> {
  const features = await space.read(artwork);
  const mean = meansOf(features);
  const patches = await orientedPatches(guide, {
    stride,
    featuresOf: async (picture) => less(await space.read(picture), mean),
  });
  const { width, height } = features;
  const others = unitPatches(less(features, mean), patchStarts(width, height, 1));
  return meanLargestCosine(patches, others, space.multiply);
}

function meansOf({ data, channels }: Planes): number[] {
  const area = data.length / channels;
  return Array.from({ length: channels }, (_, channel) =>
    meanOf(data.subarray(channel * area, (channel + 1) * area)),
  );
}

function less(features: Planes, mean: readonly number[]): Planes {
  const area = features.data.length / features.channels;
  const data = features.data.slice();
  for (const [channel, value] of mean.entries())
    subtract(data.subarray(channel * area, (channel + 1) * area), value);
  return { ...features, data };
}

// Loops keep to arrays and numbers, see `base/masks`.

function subtract(values: Float32Array, value: number): void {
  for (let at = 0; at < values.length; at++) values[at] = values[at]! - value;
}
