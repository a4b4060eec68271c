import type { Size } from '../base/pixels.js';

/** A grey picture, `[row, column]`, values 0..1. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Where a picture is laid upon another: its first row and column there. May lie outside. */
export interface Shift {
  readonly row: number;
  readonly column: number;
}

/** Side of the windows in which pictures are compared, in pixels. */
export const windowPx = 13;

/** Variance up to which a window is paint without drawing (a deviation of one per cent). */
export const flatVariance = 1e-4;

/** A grey picture with mean and variance of each of its windows, which are named by their first pixels, row by row. */
export interface Windowed {
  readonly picture: Grey;
  readonly columns: number;
  readonly rows: number;
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** The windows of a picture. */
export function windowed(picture: Grey): Windowed {
  const { width, height, data } = picture;
  const means = boxMeans(data, { width, height }, windowPx);
  const squared = data.map((value) => value * value);
  const squares = boxMeans(squared, { width, height }, windowPx);
  const variances = squares.map((square, at) => Math.max(0, square - means[at]! ** 2));
  const [columns, rows] = [Math.max(0, width - windowPx + 1), Math.max(0, height - windowPx + 1)];
  return { picture, columns, rows, means, variances };
}

/**
 * Local normalised cross-correlation of a picture with the part of another that it is laid upon: for each window of the first
 *
 *   ρ = (cov(a, b) + ε) / √((var(a) + ε) (var(b) + ε))
 *
 * −1..1, with ε = `flatVariance`, so that two windows of plain paint are alike; −1 where the window leaves the other picture. It
 * does not change where a window's tones are moved and stretched.
 */
export function localCorrelation(one: Windowed, other: Windowed, shift: Shift): Float32Array {
  const values = new Float32Array(one.columns * one.rows).fill(-1);
  const [top, bottom] = overlap(shift.row, one.rows, other.rows);
  const [left, right] = overlap(shift.column, one.columns, other.columns);
  if (bottom <= top || right <= left) return values;
  const [width, height] = [right - left + windowPx - 1, bottom - top + windowPx - 1];
  const products = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const at = (top + row) * one.picture.width + left;
    const there = (top + row + shift.row) * other.picture.width + left + shift.column;
    for (let column = 0; column < width; column++)
      products[row * width + column] = one.picture.data[at + column]! * other.picture.data[there + column]!;
  }
  const shared = boxMeans(products, { width, height }, windowPx);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const at = row * one.columns + column;
      const there = (row + shift.row) * other.columns + column + shift.column;
      const mean = shared[(row - top) * (right - left) + column - left]!;
      const covariance = mean - one.means[at]! * other.means[there]!;
      const size = (one.variances[at]! + flatVariance) * (other.variances[there]! + flatVariance);
      values[at] = (covariance + flatVariance) / Math.sqrt(size);
    }
  }
  return values;
}

/** From which to which window of one picture the other has one too. */
function overlap(shift: number, count: number, otherCount: number): [from: number, to: number] {
  return [Math.max(0, -shift), Math.min(count, otherCount - shift)];
}

/** Means over all squares of `size` places that lie within, by their first places, row by row. */
export function boxMeans(data: ArrayLike<number>, { width, height }: Size, size: number): Float64Array {
  const [columns, rows] = [Math.max(0, width - size + 1), Math.max(0, height - size + 1)];
  const along = new Float64Array(columns * height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += data[row * width + column]!;
      if (column >= size) sum -= data[row * width + column - size]!;
      if (column >= size - 1) along[row * columns + column - size + 1] = sum;
    }
  }
  const means = new Float64Array(columns * rows);
  const sums = new Float64Array(columns);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      sums[column] = sums[column]! + along[row * columns + column]!;
      if (row >= size) sums[column] = sums[column]! - along[(row - size) * columns + column]!;
      if (row >= size - 1) means[(row - size + 1) * columns + column] = sums[column]! / size ** 2;
    }
  }
  return means;
}

/** Weights of a pixel and its neighbours along a row or a column (binomial: a Gaussian of one pixel). */
const kernel = [1, 4, 6, 4, 1].map((weight) => weight / 16);

/** A picture without what is finer than a few pixels, which half a pixel's shift would make another. Edges are repeated. */
export function smoothed({ width, height, data }: Grey): Grey {
  const along = (values: Float32Array, across: number, down: number): Float32Array =>
    values.map((_, at) => {
      const [row, column] = [Math.floor(at / width), at % width];
      let sum = 0;
      for (const [tap, weight] of kernel.entries()) {
        const fromRow = Math.min(height - 1, Math.max(0, row + (tap - 2) * down));
        const fromColumn = Math.min(width - 1, Math.max(0, column + (tap - 2) * across));
        sum += weight * values[fromRow * width + fromColumn]!;
      }
      return sum;
    });
  return { width, height, data: along(along(data, 1, 0), 0, 1) };
}
