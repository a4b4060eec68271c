import type { Pixels, Planes } from '../base/pixels.js';
import {
  boxAverage,
  type Components,
  centre,
  noMoments,
  type OrientedPatches,
  orientedPatches,
  patchStarts,
  principalComponents,
  transposedRows,
  unitPatches,
  withMoments,
} from '../judge/index.js';
import type { FeatureSpace } from '../nst/index.js';

/** A size at which forms are compared. */
export interface FormsSize {
  /** What the pictures' sides are divided by. */
  readonly divisor: number;
  /** Every how many places a patch starts. */
  readonly stride: number;
}

/** Artworks as they are compared at one size. */
interface KnownArtworks {
  readonly components: Components;
  /** Along the components, `[component, row, column]`, one for each artwork. */
  readonly features: readonly Planes[];
}

/** Features are compared along as many principal components. */
const componentCount = 32;

/** Pictures are not made smaller than this: less has no room for a patch. */
const leastPx = 32;

/** The features of artworks along the principal components of all of them together. */
export async function readArtworks(
  artworks: readonly Pixels[],
  divisor: number,
  { space, beforeEach }: { readonly space: FeatureSpace; readonly beforeEach: () => void },
): Promise<KnownArtworks> {
  let moments = noMoments(space.channels);
  const read: Planes[] = [];
  for (const artwork of artworks) {
    beforeEach();
    const features = await space.read(reduced(artwork, divisor));
    const { data, channels } = features;
    const across = transposedRows(data, data.length / channels, { from: 0, count: channels });
    const products = await space.multiply(data, across, { rows: channels, columns: channels });
    moments = withMoments(moments, data, products);
    read.push(features);
  }
  const components = principalComponents(moments, componentCount);
  const features: Planes[] = [];
  for (const each of read) features.push(await along(each, components, space));
  return { components, features };
}

/** The patches of an artwork, `[patch, value]`. */
export function artworkPatches(features: Planes, { stride }: FormsSize): Float32Array {
  return unitPatches(features, patchStarts(features.width, features.height, stride));
}

/** The patches of a square letter in all orientations: the same patches in the same order in each. */
export async function letterPatches(
  letter: Pixels,
  { divisor, stride }: FormsSize,
  { components, space }: { readonly components: Components; readonly space: FeatureSpace },
): Promise<OrientedPatches> {
  return orientedPatches(reduced(letter, divisor), {
    stride,
    featuresOf: async (picture) => along(await space.read(picture), components, space),
  });
}

/** Features along their principal components. */
async function along(features: Planes, components: Components, space: FeatureSpace): Promise<Planes> {
  const { width, height, data, channels } = features;
  const rows = components.axes.length / channels;
  const products = await space.multiply(components.axes, data, { rows, columns: width * height });
  return { width, height, channels: rows, data: centre(products.slice(), components) };
}

function reduced(picture: Pixels, divisor: number): Planes {
  const side = (sidePx: number): number => Math.max(leastPx, Math.round(sidePx / divisor));
  return boxAverage(picture, side(picture.width), side(picture.height));
}
