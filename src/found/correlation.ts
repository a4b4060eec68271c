import type { Planes } from '../base/pixels.js';
import { powerOfTwo, restore, type Spectrum, transform } from './fourier.js';

/** Two one-channel pictures of one size, ready to be correlated: one is the real, one the imaginary part. */
interface Searchable {
  readonly width: number;
  readonly height: number;
  readonly spectrum: Spectrum;
}

export function searchable(one: Planes, other: Planes): Searchable {
  const { width, height } = one;
  const spectrum = spread(one, powerOfTwo(width), powerOfTwo(height));
  copyInto(other, spectrum.imaginary, spectrum.width);
  return { width, height, spectrum: transform(spectrum, height) };
}

/**
 * The sums Σ_p mask(p) · picture(p + shift) of both pictures, for every shift that keeps the mask inside; row by row,
 * `width - mask.width + 1` of them in a row. By the correlation theorem: the inverse transform of the product of the one spectrum
 * with the conjugate of the other.
 */
export function correlated(
  { width, height, spectrum }: Searchable,
  mask: Planes,
): { readonly columns: number; readonly rows: number; readonly sums: readonly [Float32Array, Float32Array] } {
  const own = transform(spread(mask, spectrum.width, spectrum.height), mask.height);
  for (let at = 0; at < own.real.length; at++) {
    const a = spectrum.real[at]!;
    const b = spectrum.imaginary[at]!;
    const c = own.real[at]!;
    const d = own.imaginary[at]!;
    own.real[at] = a * c + b * d;
    own.imaginary[at] = b * c - a * d;
  }
  const [columns, rows] = [width - mask.width + 1, height - mask.height + 1];
  restore(own, rows);
  const part = (values: Float64Array): Float32Array => {
    const result = new Float32Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      const from = row * spectrum.width;
      result.set(values.subarray(from, from + columns), row * columns);
    }
    return result;
  };
  return { columns, rows, sums: [part(own.real), part(own.imaginary)] };
}

function spread(picture: Planes, width: number, height: number): Spectrum {
  const real = new Float64Array(width * height);
  copyInto(picture, real, width);
  return { width, height, real, imaginary: new Float64Array(width * height) };
}

function copyInto({ width, height, data }: Planes, into: Float64Array, stride: number): void {
  for (let row = 0; row < height; row++)
    into.set(data.subarray(row * width, (row + 1) * width), row * stride);
}
