import type { Planes } from '../base/pixels.js';
import type { OrientedPatches } from './likeness.js';
import { patchPlaces, patchStarts, unitPatches } from './patches.js';
import { turned, turnedPlace, turns } from './turns.js';

/** The patches of a square picture's features in all orientations, every `stride` places: the same patches in the same order in each. */
export async function orientedPatches(
  picture: Planes,
  {
    stride,
    featuresOf,
  }: { readonly stride: number; readonly featuresOf: (picture: Planes) => Promise<Planes> },
): Promise<OrientedPatches> {
  const perTurn: Float32Array[] = [];
  let perPatch = 0;
  for (const turn of turns) {
    const features = await featuresOf(turned(picture, turn));
    const { width, height } = features;
    const starts = patchStarts(width, height, stride).map((start) =>
      turnedPlace(turn, start, width - patchPlaces),
    );
    perTurn.push(unitPatches(features, starts));
    perPatch = features.channels * patchPlaces ** 2;
  }
  const { length } = perTurn[0]!;
  const values = new Float32Array(perTurn.length * length);
  for (const [at, each] of perTurn.entries()) values.set(each, at * length);
  return { values, perPatch, orientations: perTurn.length };
}
