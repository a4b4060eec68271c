import type { Pixels } from '../base/pixels.js';
import { formsOf, meanLargestCosine } from '../judge/index.js';
import type { FeatureSpace } from '../nst/index.js';
import { artworkPatches, type FormsSize, letterPatches, readArtworks } from './form-patches.js';

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

const sizes: readonly FormsSize[] = [
  { divisor: 1, stride: 2 },
  { divisor: 2, stride: 2 },
  { divisor: 4, stride: 1 },
];

/**
 * How much of each letter's forms are its artwork's, by `formsOf`, the mean over three sizes: the letter at `formsSidePx`, a
 * half and a quarter of it, artworks (RGB, of any shape) at their scale beside it. Patches are 5 x 5 places of the features'
 * 32 principal components over all artworks. The letter is shown in all eight orientations, which is the same as if the
 * artworks were, and less work; a patch counts with the best of them. `beforeEach` is called between pictures, and may throw.
 */
export async function measureForms(
  subjects: readonly FormsSubject[],
  artworks: readonly Pixels[],
  {
    space,
    beforeEach = () => {},
  }: { readonly space: FeatureSpace; readonly beforeEach?: (() => void) | undefined },
): Promise<number[]> {
  const forms = subjects.map(() => 0);
  for (const size of sizes) {
    const { components, features } = await readArtworks(artworks, size.divisor, { space, beforeEach });
    for (const [at, { letter, artwork, strangers }] of subjects.entries()) {
      beforeEach();
      const patches = await letterPatches(letter, size, { components, space });
      const likeness = (index: number): Promise<number> =>
        meanLargestCosine(patches, artworkPatches(features[index]!, size), space.multiply);
      const own = await likeness(artwork);
      let stranger = 0;
      for (const each of strangers) stranger += (await likeness(each)) / strangers.length;
      forms[at] = forms[at]! + formsOf(own, stranger) / sizes.length;
    }
  }
  return forms;
}
