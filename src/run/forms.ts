import type { Pixels, Planes } from '../base/pixels.js';
import {
  boxAverage,
  type Components,
  centre,
  formsOf,
  noMoments,
  patchPlaces,
  patchStarts,
  principalComponents,
  raiseToLargest,
  transposedPart,
  turned,
  turnedPlace,
  turns,
  unitPatches,
  withMoments,
} from '../judge/index.js';
import type { FeatureSpace } from '../nst/index.js';

/** A letter whose forms are compared with those of artworks. */
export interface FormsSubject {
  /** RGB, `formsSidePx` square. */
  readonly letter: Pixels;
  /** Index of its artwork among all. */
  readonly artwork: number;
  /** Indices of artworks that it has nothing of. */
  readonly strangers: readonly number[];
}

/** Side of the letters that are compared; artworks come at the scale that they have beside it. */
export const formsSidePx = 200;

/** The sizes that are compared, as divisors of the side, and every how many places a patch starts at each. */
const sizes = [
  { divisor: 1, stride: 2 },
  { divisor: 2, stride: 2 },
  { divisor: 4, stride: 1 },
] as const;

/** Features are compared along as many principal components. */
const components = 32;

/** Artworks are not made smaller than this: less has no room for a patch. */
const leastPx = 32;

/** Patches of an artwork that are compared at once. */
const chunk = 1024;

/**
 * How much of each letter's forms are its artwork's, by `formsOf`, the mean over three sizes: the letter at `formsSidePx`, a
 * half and a quarter of it, artworks (RGB, of any shape) at their scale beside it. Patches are 5 x 5 places of the features'
 * 32 principal components over all artworks. The letter is shown in all eight orientations, which is the same as if the
 * artworks were, and less work; a patch counts with the best of them.
 */
export async function measureForms(
  subjects: readonly FormsSubject[],
  artworks: readonly Pixels[],
  space: FeatureSpace,
  beforeEach: () => void = () => {},
): Promise<number[]> {
  const forms = subjects.map(() => 0);
  for (const { divisor, stride } of sizes) {
    const known = await readArtworks(artworks, divisor, space, beforeEach);
    for (const [at, { letter, artwork, strangers }] of subjects.entries()) {
      beforeEach();
      const patches = await letterPatches(letter, { divisor, stride }, known.components, space);
      const likeness = async (index: number): Promise<number> =>
        meanLargest(patches, unitPatchesOf(known.features[index]!, stride), space);
      const own = await likeness(artwork);
      let stranger = 0;
      for (const each of strangers) stranger += (await likeness(each)) / strangers.length;
      forms[at] = forms[at]! + formsOf(own, stranger) / sizes.length;
    }
  }
  return forms;
}

interface KnownArtworks {
  readonly components: Components;
  /** Along the components, `[component, row, column]`, one for each artwork. */
  readonly features: readonly Planes[];
}

async function readArtworks(
  artworks: readonly Pixels[],
  divisor: number,
  space: FeatureSpace,
  beforeEach: () => void,
): Promise<KnownArtworks> {
  let moments = noMoments(space.channels);
  const read: Planes[] = [];
  for (const artwork of artworks) {
    beforeEach();
    const features = await space.read(reduced(artwork, divisor));
    const places = features.width * features.height;
    const turnedFeatures = transposedPart(features.data, places, 0, space.channels);
    const products = await space.multiply(features.data, turnedFeatures, space.channels, space.channels);
    moments = withMoments(moments, features.data, products);
    read.push(features);
  }
  const found = principalComponents(moments, components);
  const features: Planes[] = [];
  for (const each of read) features.push(await along(each, found, space));
  return { components: found, features };
}

/** Features along their principal components. */
async function along(features: Planes, found: Components, space: FeatureSpace): Promise<Planes> {
  const { width, height, data, channels } = features;
  const rows = found.axes.length / channels;
  const products = await space.multiply(found.axes, data, rows, width * height);
  return { width, height, channels: rows, data: centre(products.slice(), found) };
}

/** The patches of a letter in all orientations, `[orientation, patch, value]`: the same patches in the same order in each. */
async function letterPatches(
  letter: Pixels,
  { divisor, stride }: { readonly divisor: number; readonly stride: number },
  found: Components,
  space: FeatureSpace,
): Promise<Patches> {
  const small = reduced(letter, divisor);
  const perTurn: Float32Array[] = [];
  for (const turn of turns) {
    const features = await along(await space.read(turned(small, turn)), found, space);
    const { width, height } = features;
    const starts = patchStarts(width, height, stride).map(([row, column]) =>
      turnedPlace(turn, row, column, width - patchPlaces),
    );
    perTurn.push(unitPatches(features, starts));
  }
  const { length } = perTurn[0]!;
  const values = new Float32Array(perTurn.length * length);
  for (const [at, each] of perTurn.entries()) values.set(each, at * length);
  const perPatch = (found.axes.length / space.channels) * patchPlaces ** 2;
  return { values, perPatch, orientations: perTurn.length };
}

interface Patches {
  readonly values: Float32Array;
  readonly perPatch: number;
  readonly orientations: number;
}

function unitPatchesOf(features: Planes, stride: number): Float32Array {
  return unitPatches(features, patchStarts(features.width, features.height, stride));
}

/** Mean over a letter's patches of the largest cosine with any of an artwork's in any orientation. */
async function meanLargest(
  { values, perPatch, orientations }: Patches,
  artwork: Float32Array,
  space: FeatureSpace,
): Promise<number> {
  const rows = values.length / perPatch;
  const best = new Float32Array(rows).fill(-1);
  const total = artwork.length / perPatch;
  for (let from = 0; from < total; from += chunk) {
    const part = transposedPart(artwork, perPatch, from, chunk);
    const products = await space.multiply(values, part, rows, chunk);
    raiseToLargest(best, products, chunk, Math.min(chunk, total - from));
  }
  const perOrientation = rows / orientations;
  let sum = 0;
  for (let patch = 0; patch < perOrientation; patch++) {
    let largest = -1;
    for (let at = patch; at < rows; at += perOrientation) largest = Math.max(largest, best[at]!);
    sum += largest;
  }
  return sum / perOrientation;
}

function reduced(picture: Pixels, divisor: number): Planes {
  const side = (sidePx: number): number => Math.max(leastPx, Math.round(sidePx / divisor));
  return boxAverage(picture, side(picture.width), side(picture.height));
}
