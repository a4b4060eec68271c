import { luminanceWeights } from '../base/colour.js';
import { inverted, product } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';

/** Sums over places with weights w: Σw, Σw·c and Σw·c·cᵀ of the colours c (six products, the upper triangle by rows). */
export interface Moments {
  readonly weight: number;
  readonly sums: readonly number[];
  readonly products: readonly number[];
}

const pairs = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

/** Of an RGB picture under weights (one channel of the same size). */
export function momentsOf({ data }: Planes, weights: Planes): Moments {
  const area = weights.data.length;
  let weight = 0;
  const sums = [0, 0, 0];
  const products = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < area; at++) {
    const w = weights.data[at]!;
    if (w === 0) continue;
    const [r, g, b] = [data[at]!, data[area + at]!, data[2 * area + at]!];
    weight += w;
    sums[0] = sums[0]! + w * r;
    sums[1] = sums[1]! + w * g;
    sums[2] = sums[2]! + w * b;
    products[0] = products[0]! + w * r * r;
    products[1] = products[1]! + w * r * g;
    products[2] = products[2]! + w * r * b;
    products[3] = products[3]! + w * g * g;
    products[4] = products[4]! + w * g * b;
    products[5] = products[5]! + w * b * b;
  }
  return { weight, sums, products };
}

/** Added to the covariance, so that a grey picture can be solved; see `judgeLegibility`. */
const ridge = 1e-5;

/**
 * The share of a mask's variance that the colours of a picture explain (R², linear least squares with three colours and a constant),
 * from the moments inside and outside of it. With shares p and q of the area, difference d of the mean colours and total
 * covariance C it is p·q · dᵀ C⁻¹ d (Fisher's discriminant).
 */
export function explained(inside: Moments, outside: Moments): number {
  const weight = inside.weight + outside.weight;
  if (inside.weight === 0 || outside.weight === 0) return 0;
  const difference = inside.sums.map(
    (sum, channel) => sum / inside.weight - outside.sums[channel]! / outside.weight,
  );
  const mean = inside.sums.map((sum, channel) => (sum + outside.sums[channel]!) / weight);
  const [a, b, c, d, e, f] = inside.products.map(
    (product, at) => (product + outside.products[at]!) / weight - mean[pairs[at]![0]]! * mean[pairs[at]![1]]!,
  ) as [number, number, number, number, number, number];
  const [x, y, z] = solved([a + ridge, b, c, d + ridge, e, f + ridge], difference);
  const share = (inside.weight * outside.weight) / weight ** 2;
  return Math.min(1, share * (x * difference[0]! + y * difference[1]! + z * difference[2]!));
}

/** The same by luminance alone: p·q · (w·d)² / wᵀ·C·w with the weights w of luminance. */
export function explainedByLuminance(inside: Moments, outside: Moments): number {
  const weight = inside.weight + outside.weight;
  if (inside.weight === 0 || outside.weight === 0) return 0;
  const step = luminanceStep(inside, outside);
  let [mean, square] = [0, 0];
  for (const [channel, factor] of luminanceWeights.entries()) {
    mean += (factor * (inside.sums[channel]! + outside.sums[channel]!)) / weight;
  }
  for (const [at, [one, other]] of pairs.entries()) {
    const factor = (one === other ? 1 : 2) * luminanceWeights[one]! * luminanceWeights[other]!;
    square += (factor * (inside.products[at]! + outside.products[at]!)) / weight;
  }
  const share = (inside.weight * outside.weight) / weight ** 2;
  return Math.min(1, (share * step ** 2) / (square - mean ** 2 + ridge));
}

/** Share of a mask's variance that the tones of a picture explain, 0..1: their correlation squared. Both of one channel and size. */
export function explainedByTone({ data: tones }: Planes, { data: mask }: Planes): number {
  const mean = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [tone, share] = [mean(tones), mean(mask)];
  let [together, ofTones, ofMask] = [0, 0, 0];
  for (let at = 0; at < tones.length; at++) {
    const [one, other] = [tones[at]! - tone, mask[at]! - share];
    together += one * other;
    ofTones += one * one;
    ofMask += other * other;
  }
  return together ** 2 / Math.max(1e-12, ofTones * ofMask);
}

/** By how much the mean luminance inside is above that outside. */
function luminanceStep(inside: Moments, outside: Moments): number {
  return luminanceWeights.reduce(
    (step, factor, channel) =>
      step + factor * (inside.sums[channel]! / inside.weight - outside.sums[channel]! / outside.weight),
    0,
  );
}

/** C⁻¹·v for a symmetric 3×3 matrix of the upper triangle given, by Cramer's rule. */
function solved(
  [a, b, c, d, e, f]: readonly [number, number, number, number, number, number],
  v: readonly number[],
): [number, number, number] {
  const [A, B, C] = [d * f - e * e, c * e - b * f, b * e - c * d];
  const [D, E, F] = [a * f - c * c, b * c - a * e, a * d - b * b];
  const determinant = a * A + b * B + c * C;
  const [x, y, z] = v as [number, number, number];
  return [
    (A * x + B * y + C * z) / determinant,
    (B * x + D * y + E * z) / determinant,
    (C * x + E * y + F * z) / determinant,
  ];
}

/** The four weights that a pair of places is judged under: letter and ground, as a whole and along the outline. */
export interface PairWeights {
  readonly ink: Planes;
  readonly ground: Planes;
  readonly inkRim: Planes;
  readonly groundRim: Planes;
  /** How near to the outline, 0..1. */
  readonly outline: Planes;
}

/** Of a mask (one channel, 0..1) and the places near its outline (0..1). */
export function weightsOf(mask: Planes, rim: Planes): PairWeights {
  const ground = inverted(mask);
  return { ink: mask, ground, inkRim: product(mask, rim), groundRim: product(ground, rim), outline: rim };
}
