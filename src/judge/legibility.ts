import { type Pixels, type Size, square } from '../base/pixels.js';
import { boxAverage } from './reduce.js';

/** How well a picture shows the letter that it should. */
export interface Legibility {
  /** Place of the right letter among all of the set, 1 first: how many explain the picture's colours as well or better. */
  readonly rank: number;
  /** Share of the right glyph's variance that the picture's colours explain, 0..1. */
  readonly r2: number;
  /** The same for the best of the other letters; 0 where there is none. */
  readonly rivalR2: number;
  /** The letter that explains the picture best. */
  readonly best: string;
}

/**
 * Pictures are compared at this side: fine grain, which an eye at reading distance averages away, does not count, and a
 * preview and a large final are judged alike.
 */
export const comparedPx = 128;

/** Keeps the system solvable where the colours lie on a line (a grey picture), without changing what they explain. */
const ridge = 1e-6;

/**
 * Ranks the letters of a set by how well the picture shows them: the glyph mask of each is explained as a linear function
 * of the picture's colours, mask ≈ a·R + b·G + c·B + d (ordinary least squares), and R² is the squared coefficient of
 * multiple correlation. It does not care which side is dark, nor whether ink and ground differ in lightness or in hue.
 * Transparency counts as one more colour. `masks` holds the glyph of every letter of the set, in black and white in
 * either polarity, in any size. Throws RangeError when the right letter is not among them.
 */
export function judgeLegibility(
  picture: Pixels,
  masks: ReadonlyMap<string, Pixels>,
  character: string,
): Legibility {
  const side = Math.min(comparedPx, picture.width, picture.height);
  const explains = explainedBy(picture, square(side));
  const explained = new Map([...masks].map(([name, glyph]) => [name, explains(glyph)]));
  const r2 = explained.get(character);
  if (r2 === undefined) throw new RangeError(`no mask of «${character}»`);
  const others = [...explained].filter(([name]) => name !== character);
  const rank = 1 + others.filter(([, other]) => other >= r2).length;
  const rival = others.reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0] as [string, number]);
  return { rank, r2, rivalR2: rival[1], best: rank === 1 ? character : rival[0] };
}

/**
 * The share of a mask's variance that the picture's colours explain, 0..1, for any mask: R² of the least squares above, at the
 * size that is given.
 */
export function explainedBy(picture: Pixels, { width, height }: Size): (mask: Pixels) => number {
  const { channels, data } = boxAverage(picture, width, height);
  const area = width * height;
  const colours = Array.from({ length: channels }, (_, channel) =>
    centred(data.subarray(channel * area, (channel + 1) * area)),
  );
  const covariance = colours.map((one) => colours.map((other) => dot(one, other) / area));
  const spread = covariance.reduce((sum, row, at) => sum + row[at]!, 0) / channels;
  for (const [at, row] of covariance.entries()) row[at] = row[at]! + ridge * spread + 1e-12;
  return (mask) => {
    const { shape, variance } = shapeOf(mask, { width, height });
    const shared = colours.map((colour) => dot(colour, shape) / area);
    const weights = solve(covariance, shared);
    const share = weights.reduce((sum, weight, at) => sum + weight * shared[at]!, 0);
    return variance === 0 ? 0 : Math.min(1, share / variance);
  };
}

/** A mask at a size, less its mean. */
interface Shape extends Size {
  readonly shape: Float64Array;
  readonly variance: number;
}

const known = new WeakMap<Pixels, Shape>();

/** The letters of a set are compared with one picture after another: each is kept at the size that was asked for last. */
function shapeOf(mask: Pixels, { width, height }: Size): Shape {
  const last = known.get(mask);
  if (last?.width === width && last.height === height) return last;
  const area = width * height;
  const shape = centred(boxAverage(mask, width, height).data.subarray(0, area));
  const made = { width, height, shape, variance: dot(shape, shape) / area };
  known.set(mask, made);
  return made;
}

function centred(values: Float32Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  const result = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) result[at] = values[at]! - mean;
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** The solution of a small symmetric positive definite system, by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  for (const [at, pivot] of rows.entries()) {
    for (const row of rows.slice(at + 1)) {
      const factor = row[at]! / pivot[at]!;
      for (let column = at; column < row.length; column++)
        row[column] = row[column]! - factor * pivot[column]!;
    }
  }
  const solution = new Array<number>(rows.length).fill(0);
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]!;
    let value = row.at(-1)!;
    for (let column = at + 1; column < rows.length; column++) value -= row[column]! * solution[column]!;
    solution[at] = value / row[at]!;
  }
  return solution;
}
