/** Complex numbers on a grid, row by row; both sides of the grid are powers of two. */
export interface Spectrum {
  readonly width: number;
  readonly height: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The least power of two that is not below `count`. */
export function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}

/**
 * Discrete Fourier transform in place, along rows and columns (Cooley and Tukey 1965, radix 2); `inverse` also divides by
 * the number of places.
 */
export function transform(spectrum: Spectrum, inverse = false): Spectrum {
  const { width, height, real, imaginary } = spectrum;
  const rows = wheel(width, inverse);
  for (let row = 0; row < height; row++) transformLine(spectrum, rows, { first: row * width, step: 1 });
  const columns = wheel(height, inverse);
  for (let column = 0; column < width; column++)
    transformLine(spectrum, columns, { first: column, step: width });
  if (inverse) {
    const factor = 1 / (width * height);
    for (let at = 0; at < real.length; at++) {
      real[at] = real[at]! * factor;
      imaginary[at] = imaginary[at]! * factor;
    }
  }
  return spectrum;
}

/** What every line of a length shares: order of the places, and the roots of unity. */
interface Wheel {
  readonly order: Uint32Array;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function wheel(count: number, inverse: boolean): Wheel {
  const order = new Uint32Array(count);
  for (let at = 1; at < count; at++) order[at] = (order[at >> 1]! >> 1) | (at & 1 ? count >> 1 : 0);
  const sign = inverse ? 1 : -1;
  const angles = Float64Array.from({ length: count >> 1 }, (_, at) => (2 * Math.PI * at) / count);
  return { order, cos: angles.map(Math.cos), sin: angles.map((angle) => sign * Math.sin(angle)) };
}

function transformLine(
  { real, imaginary }: Spectrum,
  { order, cos, sin }: Wheel,
  { first, step }: { readonly first: number; readonly step: number },
): void {
  const count = order.length;
  for (let at = 0; at < count; at++) {
    const other = order[at]!;
    if (other <= at) continue;
    const [one, two] = [first + at * step, first + other * step];
    const [heldReal, heldImaginary] = [real[one]!, imaginary[one]!];
    real[one] = real[two]!;
    imaginary[one] = imaginary[two]!;
    real[two] = heldReal;
    imaginary[two] = heldImaginary;
  }
  for (let half = 1; half < count; half *= 2) {
    const stride = count / (2 * half);
    for (let begin = 0; begin < count; begin += 2 * half) {
      for (let at = 0; at < half; at++) {
        const upper = first + (begin + at) * step;
        const lower = upper + half * step;
        const [c, s] = [cos[at * stride]!, sin[at * stride]!];
        const [x, y] = [real[lower]!, imaginary[lower]!];
        const [turnedX, turnedY] = [x * c - y * s, x * s + y * c];
        real[lower] = real[upper]! - turnedX;
        imaginary[lower] = imaginary[upper]! - turnedY;
        real[upper] = real[upper]! + turnedX;
        imaginary[upper] = imaginary[upper]! + turnedY;
      }
    }
  }
}
