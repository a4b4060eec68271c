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
  let sumR = 0;
  let sumG = 0;
  let sumB = 0;
  let rr = 0;
  let rg = 0;
  let rb = 0;
  let gg = 0;
  let gb = 0;
  let bb = 0;
  for (let at = 0; at < area; at++) {
    const w = weights.data[at]!;
    if (w === 0) continue;
    const r = data[at]!;
    const g = data[area + at]!;
    const b = data[2 * area + at]!;
    weight += w;
    sumR += w * r;
    sumG += w * g;
    sumB += w * b;
    rr += w * r * r;
    rg += w * r * g;
    rb += w * r * b;
    gg += w * g * g;
    gb += w * g * b;
    bb += w * b * b;
  }
  return { weight, sums: [sumR, sumG, sumB], products: [rr, rg, rb, gg, gb, bb] };
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

/** Sums over places with weights w of their tones y: Σw, Σw·y and Σw·y². */
export interface ToneMoments {
  readonly weight: number;
  readonly sum: number;
  readonly square: number;
}

/** Of tones under weights, both of one channel and size. */
export function toneMomentsOf({ data: tones }: Planes, { data: weights }: Planes): ToneMoments {
  let weight = 0;
  let sum = 0;
  let square = 0;
  for (let at = 0; at < weights.length; at++) {
    const w = weights[at]!;
    const tone = tones[at]!;
    weight += w;
    sum += w * tone;
    square += w * tone * tone;
  }
  return { weight, sum, square };
}

/** As `explained`, by tones: p·q · (difference of the means)² / variance. */
export function explainedByTones(inside: ToneMoments, outside: ToneMoments): number {
  const weight = inside.weight + outside.weight;
  if (inside.weight === 0 || outside.weight === 0) return 0;
  const step = inside.sum / inside.weight - outside.sum / outside.weight;
  const mean = (inside.sum + outside.sum) / weight;
  const variance = (inside.square + outside.square) / weight - mean ** 2;
  const share = (inside.weight * outside.weight) / weight ** 2;
  return Math.min(1, (share * step ** 2) / (variance + ridge));
}

/** Share of a mask's variance that the tones of a picture explain, 0..1: their correlation squared. Both of one channel and size. */
export function explainedByTone({ data: tones }: Planes, { data: mask }: Planes): number {
  const mean = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const tone = mean(tones);
  const share = mean(mask);
  let together = 0;
  let ofTones = 0;
  let ofMask = 0;
  for (let at = 0; at < tones.length; at++) {
    const one = tones[at]! - tone;
    const other = mask[at]! - share;
    together += one * other;
    ofTones += one * one;
    ofMask += other * other;
  }
  return together ** 2 / Math.max(1e-12, ofTones * ofMask);
}

/** C⁻¹·v for a symmetric 3×3 matrix of the upper triangle given, by Cramer's rule. */
function solved(
  [a, b, c, d, e, f]: readonly [number, number, number, number, number, number],
  v: readonly number[],
): [number, number, number] {
  const A = d * f - e * e;
  const B = c * e - b * f;
  const C = b * e - c * d;
  const D = a * f - c * c;
  const E = b * c - a * e;
  const F = a * d - b * b;
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
