/**
 * How much more than most letters a capital is asked for, in R² (`explainedByTone`): texture puts a bar beside `H` and `I`, and makes an `O` a `G`. From
 * 2,574 bare guides of 78 pairs of letter and artwork that Tesseract 5.3 read: a logistic regression on R² with an effect for each letter says where
 * it reads half of them; this is two thirds of what that is above 0.65, so that they keep some of their forms as well,
 * and less of `I`, which it hardly reads at any contrast, and of `D` and `M`, whose forms suffer most. `B`, `D`, `G` and `H` are asked for more: of 78
 * paintings it misread them most often that had forms to spare.
 */
const harder: Readonly<Record<string, number>> = {
  B: 0.09,
  C: 0.03,
  D: 0.02,
  F: 0.03,
  G: 0.06,
  H: 0.13,
  I: 0.05,
  J: 0.03,
  L: 0.05,
  M: 0.03,
  N: 0.05,
  O: 0.02,
  T: 0.03,
  X: 0.01,
  Y: 0.03,
};

/** More is asked of no letter for its own sake: even a poster has an outline that is no step. */
const most = 0.96;

/** How legible a character is to be, 0..1, where one that is read easily is to be as legible as `wanted`. */
export function legibleAs(character: string, wanted: number): number {
  return Math.max(wanted, Math.min(most, wanted + (harder[character] ?? 0)));
}

/** How legible a letter is to be. */
export interface Wanted {
  /** R² at 24 places, 0..1. */
  readonly legible: number;
  /** By how much more than usual may be left unexplained from afar. */
  readonly far: number;
}

/** A likeness that is as much as is wanted, and what a letter is given back of its legibility for each unit that its own is below, and at the most. */
const enough = 0.5;
const givenBack = { share: 0.8, most: 0.05 };

/** Below this a letter has lost nearly all; and by how much more of it may then be left from afar, for each unit below. */
const hardlyAny = { likeness: 0.32, far: 12 };

/**
 * How legible a letter is to be that has this likeness (0..1) to its artwork where it is as legible as `wanted`: one that has little gets back some of its
 * forms, and one that has hardly any may have forms in it as large as itself.
 */
export function balanced(wanted: number, likeness: number): Wanted {
  return {
    legible: wanted - Math.min(givenBack.most, givenBack.share * Math.max(0, enough - likeness)),
    far: 1 + hardlyAny.far * Math.max(0, hardlyAny.likeness - likeness),
  };
}
