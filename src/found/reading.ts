/**
 * How much more than most letters a capital is asked for, in R² (`explainedByTone`): texture puts a bar beside `H` and `I`, and makes an `O` a `G`. From
 * 2,574 bare guides of 78 pairs of letter and artwork that Tesseract 5.3 read: a logistic regression on R² with an effect for each letter says where
 * it reads half of them; this is two thirds of what that is above 0.65, so that they keep some of their forms as well,
 * and less of `I`, which it hardly reads at any contrast, and of `D` and `M`, whose forms suffer most.
 */
const harder: Readonly<Record<string, number>> = {
  C: 0.03,
  F: 0.03,
  H: 0.1,
  I: 0.05,
  J: 0.03,
  L: 0.05,
  M: 0.03,
  N: 0.04,
  O: 0.02,
  T: 0.03,
  X: 0.01,
  Y: 0.03,
};

/** More is asked of no letter for its own sake: even a poster has an outline that is no step. */
const most = 0.93;

/** How legible a character is to be, 0..1, where one that is read easily is to be as legible as `wanted`. */
export function legibleAs(character: string, wanted: number): number {
  return Math.max(wanted, Math.min(most, wanted + (harder[character] ?? 0)));
}

/** A likeness that is as much as is wanted, and what a letter is given back of its legibility for each unit that its own is below, and at the most. */
const enough = 0.5;
const givenBack = { share: 0.8, most: 0.08 };

/** How legible a letter is to be that has this likeness (0..1) to its artwork where it is as legible as `wanted`: one that has little gets back some of its forms. */
export function balanced(wanted: number, likeness: number): number {
  return wanted - Math.min(givenBack.most, givenBack.share * Math.max(0, enough - likeness));
}
