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
  const { width, height } = spectrum;
  transformLines(spectrum, wheel(width, false), { count: rows, apart: width, step: 1 });
  transformLines(spectrum, wheel(height, false), { count: width, apart: 1, step: width });
  return spectrum;
}

/** Its inverse, divided by the number of places; only so many first rows of it are wanted, the others are left half done. */
export function restore(spectrum: Spectrum, rows = spectrum.height): Spectrum {
  const { width, height, real, imaginary } = spectrum;
  transformLines(spectrum, wheel(height, true), { count: width, apart: 1, step: width });
  transformLines(spectrum, wheel(width, true), { count: rows, apart: width, step: 1 });
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

/** Which lines of a grid are transformed: so many, their first places `apart` from each other, the places of each `step`. */
interface Lines {
  readonly count: number;
  readonly apart: number;
  readonly step: number;
}

/** All lines at once, place by place. */
function transformLines({ real, imaginary }: Spectrum, wheel: Wheel, { count, apart, step }: Lines): void {
  const { order, cos, sin } = wheel;
  const length = order.length;
  const end = count * apart;
  for (let at = 0; at < length; at++) {
    const other = order[at]!;
    if (other <= at) continue;
    for (let first = 0; first < end; first += apart) {
      exchange(real, first + at * step, first + other * step);
      exchange(imaginary, first + at * step, first + other * step);
    }
  }
  for (let half = 1; half < length; half *= 2) {
    const stride = length / (2 * half);
    for (let begin = 0; begin < length; begin += 2 * half) {
      for (let at = 0; at < half; at++) {
        const c = cos[at * stride]!;
        const s = sin[at * stride]!;
        for (let first = 0; first < end; first += apart) {
          const upper = first + (begin + at) * step;
          const lower = upper + half * step;
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
