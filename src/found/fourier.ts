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
 * Discrete Fourier transform in place, along rows and columns (Cooley and Tukey 1965, radix 2). Only so many first rows have to be given, the others
 * being 0.
 */
export function transform(spectrum: Spectrum, rows = spectrum.height): Spectrum {
  transformRows(spectrum, wheel(spectrum.width, false), rows);
  transformColumns(spectrum, wheel(spectrum.height, false));
  return spectrum;
}

/** Its inverse, divided by the number of places; only so many first rows of it are wanted, the others are left half done. */
export function restore(spectrum: Spectrum, rows = spectrum.height): Spectrum {
  const { width, height, real, imaginary } = spectrum;
  transformColumns(spectrum, wheel(height, true));
  transformRows(spectrum, wheel(width, true), rows);
  const factor = 1 / (width * height);
  for (let at = 0; at < rows * width; at++) {
    real[at] = real[at]! * factor;
    imaginary[at] = imaginary[at]! * factor;
  }
  return spectrum;
}

/** What every line of a length shares: order of the places, and the roots of unity. */
interface Wheel {
  readonly order: Uint32Array;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

const wheels = new Map<number, Wheel>();

function wheel(count: number, inverse: boolean): Wheel {
  const key = inverse ? -count : count;
  const found = wheels.get(key) ?? makeWheel(count, inverse ? 1 : -1);
  wheels.set(key, found);
  return found;
}

function makeWheel(count: number, sign: number): Wheel {
  const order = new Uint32Array(count);
  for (let at = 1; at < count; at++) order[at] = (order[at >> 1]! >> 1) | (at & 1 ? count >> 1 : 0);
  const angles = Float64Array.from({ length: count >> 1 }, (_, at) => (2 * Math.PI * at) / count);
  return { order, cos: angles.map(Math.cos), sin: angles.map((angle) => sign * Math.sin(angle)) };
}

function transformRows({ width, real, imaginary }: Spectrum, { order, cos, sin }: Wheel, rows: number): void {
  for (let first = 0; first < rows * width; first += width) {
    for (let at = 0; at < width; at++) {
      const other = order[at]!;
      if (other > at) {
        exchange(real, first + at, first + other);
        exchange(imaginary, first + at, first + other);
      }
    }
    for (let half = 1; half < width; half *= 2) {
      const stride = width / (2 * half);
      for (let begin = first; begin < first + width; begin += 2 * half) {
        for (let at = 0; at < half; at++) {
          const upper = begin + at;
          const lower = upper + half;
          const c = cos[at * stride]!;
          const s = sin[at * stride]!;
          const x = real[lower]!;
          const y = imaginary[lower]!;
          const turnedX = x * c - y * s;
          const turnedY = x * s + y * c;
          real[lower] = real[upper]! - turnedX;
          imaginary[lower] = imaginary[upper]! - turnedY;
          real[upper] = real[upper]! + turnedX;
          imaginary[upper] = imaginary[upper]! + turnedY;
        }
      }
    }
  }
}

/** All columns at once, row by row, as the memory lies. */
function transformColumns({ width, height, real, imaginary }: Spectrum, { order, cos, sin }: Wheel): void {
  for (let row = 0; row < height; row++) {
    const other = order[row]!;
    if (other <= row) continue;
    for (let column = 0; column < width; column++) {
      exchange(real, row * width + column, other * width + column);
      exchange(imaginary, row * width + column, other * width + column);
    }
  }
  for (let half = 1; half < height; half *= 2) {
    const stride = height / (2 * half);
    for (let begin = 0; begin < height; begin += 2 * half) {
      for (let at = 0; at < half; at++) {
        const c = cos[at * stride]!;
        const s = sin[at * stride]!;
        const first = (begin + at) * width;
        const below = half * width;
        for (let upper = first; upper < first + width; upper++) {
          const lower = upper + below;
          const x = real[lower]!;
          const y = imaginary[lower]!;
          const turnedX = x * c - y * s;
          const turnedY = x * s + y * c;
          real[lower] = real[upper]! - turnedX;
          imaginary[lower] = imaginary[upper]! - turnedY;
          real[upper] = real[upper]! + turnedX;
          imaginary[upper] = imaginary[upper]! + turnedY;
        }
      }
    }
  }
}

function exchange(values: Float64Array, one: number, other: number): void {
  const held = values[one]!;
  values[one] = values[other]!;
  values[other] = held;
}
