import { largestProducts, type Multiply } from './products.js';

/** Patches of a picture in several orientations, `[orientation, patch, value]`, each of unit length. */
export interface OrientedPatches {
  readonly values: Float32Array;
  readonly perPatch: number;
  readonly orientations: number;
}

/** The mean over patches of the largest cosine with any of `others` (`[patch, value]`, unit length) in any orientation. */
export async function meanLargestCosine(
  { values, perPatch, orientations }: OrientedPatches,
  others: Float32Array,
  multiply: Multiply,
): Promise<number> {
  const { largest } = await largestProducts(values, others, { values: perPatch, least: -1, multiply });
  const patches = largest.length / orientations;
  let sum = 0;
  for (let patch = 0; patch < patches; patch++) {
    let best = -1;
    for (let at = patch; at < largest.length; at += patches) best = Math.max(best, largest[at]!);
    sum += best;
  }
  return sum / patches;
}

/**
 * How much of a letter's forms are its artwork's: 1 − (1 − c) / (1 − u), with c the mean over the letter's patches of the
 * largest cosine among the artwork's, and u the same among those of artworks that the letter has nothing of. 1 where every
 * patch is the artwork's, 0 where the artwork is as far as a stranger, less where it is further.
 */
export function formsOf(own: number, stranger: number): number {
  const room = 1 - stranger;
  return room < 1e-6 ? 0 : 1 - (1 - own) / room;
}
