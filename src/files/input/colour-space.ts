import type { Pixels } from '../../base/pixels.js';

/** Places in the CIE 1931 diagram, x and y each. */
export interface Chromaticities {
  readonly white: Place;
  readonly red: Place;
  readonly green: Place;
  readonly blue: Place;
}
type Place = readonly [x: number, y: number];

/** What the samples of a picture mean. */
export interface ColourSpace {
  readonly primaries: Chromaticities;
  /** Light, 0..1, of a sample, 0..1. */
  decode(sample: number): number;
}

const d65: Place = [0.3127, 0.329];
export const srgbPrimaries: Chromaticities = {
  white: d65,
  red: [0.64, 0.33],
  green: [0.3, 0.6],
  blue: [0.15, 0.06],
};
export const p3Primaries: Chromaticities = {
  white: d65,
  red: [0.68, 0.32],
  green: [0.265, 0.69],
  blue: [0.15, 0.06],
};
export const bt2020Primaries: Chromaticities = {
  white: d65,
  red: [0.708, 0.292],
  green: [0.17, 0.797],
  blue: [0.131, 0.046],
};

/** Samples of a picture as a decoder gives them: 0..`most`, interleaved, the last of four channels straight alpha. */
export interface RawSamples {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly most: number;
  readonly data: Uint8Array | Uint16Array;
}

/** The picture in sRGB, laid over `background` (red, green, blue, 0..255); colours beyond sRGB are clipped. */
export function toSrgb(raw: RawSamples, space: ColourSpace, background: readonly number[]): Pixels {
  const { width, height, channels, most, data } = raw;
  const light = Float64Array.from({ length: most + 1 }, (_, sample) => space.decode(sample / most));
  const mix = multiplied(inverted(toXyz(srgbPrimaries)), adaptedXyz(space.primaries)) as readonly Row[];
  const result = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    const red = light[data[from]!]!;
    const green = light[data[from + 1]!]!;
    const blue = light[data[from + 2]!]!;
    const cover = channels === 4 ? data[from + 3]! / most : 1;
    for (const [channel, [a, b, c]] of mix.entries()) {
      const own = encoded[Math.round(clipped(a * red + b * green + c * blue) * finest)]!;
      result[to + channel] = Math.round(own * cover + background[channel]! * (1 - cover));
    }
  }
  return { width, height, channels: 3, data: result };
}

const finest = 65_535;
/** sRGB, 0..255, of light. */
const encoded = Float32Array.from({ length: finest + 1 }, (_, light) => 255 * linearToSrgb(light / finest));

/**
 * Lab with 16 bits a sample to sRGB, in its place: 0..65 535 stand for L* of 0..100, and for the bytes of a* and b*, which are signed.
 * White is white, whatever light it was measured in.
 */
export function labToSrgb(samples: Uint16Array): void {
  const toLinear = inverted(toXyz(srgbPrimaries));
  const white = whiteXyz(d65);
  const signed = (sample: number): number => ((Math.round(sample / 257) + 128) & 255) - 128;
  const share = (part: number): number => (part > 6 / 29 ? part ** 3 : 3 * (6 / 29) ** 2 * (part - 4 / 29));
  for (let at = 0; at < samples.length; at += 3) {
    const middle = (samples[at]! / 655.35 + 16) / 116;
    const parts = [middle + signed(samples[at + 1]!) / 500, middle, middle - signed(samples[at + 2]!) / 200];
    const xyz = parts.map((part, axis) => white[axis]! * share(part));
    for (const [channel, light] of applied(toLinear, xyz).entries())
      samples[at + channel] = Math.round(finest * clipped(linearToSrgb(clipped(light))));
  }
}

/** IEC 61966-2-1. */
export function srgbToLinear(sample: number): number {
  return sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4;
}

function linearToSrgb(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

const clipped = (value: number): number => Math.min(1, Math.max(0, value));

type Row = readonly [number, number, number];
type Matrix = readonly (readonly number[])[];

/** Light of red, green and blue to CIE XYZ: the primaries scaled so that they make the white together. */
function toXyz({ white, red, green, blue }: Chromaticities): Matrix {
  const columns = [red, green, blue].map(([x, y]) => [x / y, 1, (1 - x - y) / y]);
  const primaries = [0, 1, 2].map((row) => columns.map((column) => column[row]!));
  const shares = applied(inverted(primaries), whiteXyz(white));
  return primaries.map((row) => row.map((value, at) => value * shares[at]!));
}

const whiteXyz = ([x, y]: Place): number[] => [x / y, 1, (1 - x - y) / y];

/** The same under sRGB's white, by the transform of Bradford (Lam, 1985). */
function adaptedXyz(primaries: Chromaticities): Matrix {
  const from = applied(bradford, whiteXyz(primaries.white));
  const to = applied(bradford, whiteXyz(d65));
  const scaled = bradford.map((row, at) => row.map((value) => (value * to[at]!) / from[at]!));
  return multiplied(inverted(bradford), multiplied(scaled, toXyz(primaries)));
}

const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

const applied = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, value, at) => sum + value * vector[at]!, 0));

function multiplied(left: Matrix, right: Matrix): Matrix {
  return left.map((row) =>
    [0, 1, 2].map((column) => row.reduce((sum, value, at) => sum + value * right[at]![column]!, 0)),
  );
}

function inverted(matrix: Matrix): Matrix {
  const [a, b, c, d, e, f, g, h, i] = matrix.flat() as [...Row, ...Row, ...Row];
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / determinant));
}
