import type { Planes } from '../../base/pixels.js';
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
  return Array.from(
    { length: channels },
    (_, channel) =>
      data.subarray(channel * area, (channel + 1) * area).reduce((sum, value) => sum + value, 0) / area,
  );
}

function less(features: Planes, mean: readonly number[]): Planes {
  const area = features.data.length / features.channels;
  return { ...features, data: features.data.map((value, at) => value - mean[Math.floor(at / area)]!) };
}
