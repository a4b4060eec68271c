import { type Canvas, createCanvas, type SKRSContext2D } from 'canvas';
import { createNoise2D } from 'simplex-noise';
import type { Pixels } from '../../src/base/pixels.js';
import type { Random } from '../../src/base/random.js';

/** A colour in linear-feeling sRGB: three numbers in 0..1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A program that draws one artwork. The same random source draws the same picture at any size. */
export interface Generator {
  /** File name without ending, kebab-case. */
  readonly name: string;
  /** Title as it would hang beside the picture. */
  readonly title: string;
  /** One sentence: the idea and the method, with its source where it has one. */
  readonly idea: string;
  /** Draws a square picture of three channels, `sizePx` wide. */
  draw(sizePx: number, random: Random): Pixels;
}

/** Parses `#rrggbb`. */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** `rgb(r, g, b)` or `rgba(…)` for a canvas. */
export function css([red, green, blue]: Rgb, alpha = 1): string {
  const byte = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 255);
  return `rgba(${byte(red)},${byte(green)},${byte(blue)},${alpha})`;
}

const toLinear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const fromLinear = (v: number): number =>
  v <= 0.0031308 ? v * 12.92 : 1.055 * Math.max(0, v) ** (1 / 2.4) - 0.055;

/** sRGB to OKLab (Björn Ottosson 2020). */
export function toOklab([red, green, blue]: Rgb): [lightness: number, a: number, b: number] {
  const [r, g, b] = [toLinear(red), toLinear(green), toLinear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab to sRGB, clamped to 0..1. */
function fromOklab(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (v: number): number => Math.min(1, Math.max(0, fromLinear(v)));
  return [
    clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The colour at `share` (0..1) between two, mixed in OKLab so that the middle does not go grey. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const [l0, a0, b0] = toOklab(from);
  const [l1, a1, b1] = toOklab(to);
  return fromOklab(l0 + (l1 - l0) * share, a0 + (a1 - a0) * share, b0 + (b1 - b0) * share);
}

/** A smooth ramp through evenly spaced colours (hex), from 0 to 1; a table of 1024 steps, so cheap per pixel. */
export function ramp(hexes: readonly string[]): (share: number) => Rgb {
  const colours = hexes.map(rgb);
  const steps = 1024;
  const table: Rgb[] = [];
  for (let step = 0; step <= steps; step++) {
    const at = (step / steps) * (colours.length - 1);
    const low = Math.min(colours.length - 2, Math.floor(at));
    table.push(mix(colours[low]!, colours[low + 1]!, at - low));
  }
  return (share) => table[Math.round(Math.min(1, Math.max(0, share)) * steps)]!;
}

/** Hermite step from 0 at `low` to 1 at `high`. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/** Simplex noise in the plane, about -1..1. */
export function noise2(random: Random): (x: number, y: number) => number {
  return createNoise2D(() => random.next());
}

/** Fractal sum of simplex noise, each octave twice as fine and half as strong; about -1..1. */
export function fractal(random: Random, octaves: number): (x: number, y: number) => number {
  const layers = Array.from({ length: octaves }, () => noise2(random));
  const total = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    for (let octave = 0; octave < octaves; octave++) {
      sum += layers[octave]!(x * 2 ** octave, y * 2 ** octave) / 2 ** octave;
    }
    return sum / total;
  };
}

/** A picture from a function of the place; x and y run over 0..1 from the top left. */
export function shade(
  sizePx: number,
  colourAt: (x: number, y: number, column: number, row: number) => Rgb,
): Pixels {
  const data = new Uint8Array(sizePx * sizePx * 3);
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      const colour = colourAt((column + 0.5) / sizePx, (row + 0.5) / sizePx, column, row);
      const at = (row * sizePx + column) * 3;
      for (let c = 0; c < 3; c++) data[at + c] = Math.round(Math.min(1, Math.max(0, colour[c]!)) * 255);
    }
  }
  return { width: sizePx, height: sizePx, channels: 3, data };
}

/** A picture drawn on a canvas whose units run over 0..1, so that a drawing does not depend on the size. */
export function paint(sizePx: number, draw: (context: SKRSContext2D, canvas: Canvas) => void): Pixels {
  const canvas = createCanvas(sizePx, sizePx);
  const context = canvas.getContext('2d');
  context.scale(sizePx, sizePx);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  draw(context, canvas);
  const rgba = context.getImageData(0, 0, sizePx, sizePx).data;
  const data = new Uint8Array(sizePx * sizePx * 3);
  for (let at = 0; at < sizePx * sizePx; at++) data.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { width: sizePx, height: sizePx, channels: 3, data };
}

/** The colour at `share` (0..1) on the straight line between two in sRGB: cheap enough for every pixel. */
export function blend(from: Rgb, to: Rgb, share: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** `over` with its light laid on `under` as a projector would: never darker than either. */
export function screen(under: Rgb, over: Rgb, strength: number): Rgb {
  return [
    1 - (1 - under[0]) * (1 - over[0] * strength),
    1 - (1 - under[1]) * (1 - over[1] * strength),
    1 - (1 - under[2]) * (1 - over[2] * strength),
  ];
}

/** Values of a function of the place on the pixels' centres, `[row, column]`; x and y run over 0..1. */
export function sample(sizePx: number, valueAt: (x: number, y: number) => number): Float32Array {
  const values = new Float32Array(sizePx * sizePx);
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      values[row * sizePx + column] = valueAt((column + 0.5) / sizePx, (row + 0.5) / sizePx);
    }
  }
  return values;
}

/** Slope of sampled heights at a pixel, in height per side of the picture; one-sided at the borders. */
export function slopeAt(
  heights: Float32Array,
  sizePx: number,
  column: number,
  row: number,
): [x: number, y: number] {
  const left = Math.max(0, column - 1);
  const right = Math.min(sizePx - 1, column + 1);
  const above = Math.max(0, row - 1);
  const below = Math.min(sizePx - 1, row + 1);
  return [
    ((heights[row * sizePx + right]! - heights[row * sizePx + left]!) * sizePx) / (right - left),
    ((heights[below * sizePx + column]! - heights[above * sizePx + column]!) * sizePx) / (below - above),
  ];
}

/** Lambert's light on a surface of the given slope, 0..1, from a light at `azimuth` (0 right, π/2 below) and `elevation`, radians. */
export function lambert(
  [slopeX, slopeY]: readonly [number, number],
  azimuth: number,
  elevation: number,
): number {
  const across = -(slopeX * Math.cos(azimuth) + slopeY * Math.sin(azimuth)) * Math.cos(elevation);
  return Math.max(0, (across + Math.sin(elevation)) / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY));
}

/** The two nearest of a set of scattered points. */
export interface Cell {
  /** Number of the nearest point. */
  readonly index: number;
  /** Distance to the nearest point, in sides of the picture. */
  readonly nearest: number;
  /** Distance to the border with the neighbouring cell. */
  readonly border: number;
  /** The nearest point itself. */
  readonly x: number;
  readonly y: number;
}

/**
 * Voronoi cells of one jittered point per square of a `count` × `count` grid that reaches a little past the picture
 * (Worley 1996, "A cellular texture basis function"). `border` is the true distance to the bisector.
 */
export function cells(random: Random, count: number, jitter = 0.9): (x: number, y: number) => Cell {
  const margin = 3;
  const width = count + 2 * margin;
  const xs = new Float64Array(width * width);
  const ys = new Float64Array(width * width);
  for (let at = 0; at < xs.length; at++) {
    xs[at] = ((at % width) - margin + 0.5 + (random.next() - 0.5) * jitter) / count;
    ys[at] = (Math.floor(at / width) - margin + 0.5 + (random.next() - 0.5) * jitter) / count;
  }
  const clampSquare = (value: number): number =>
    Math.min(width - 3, Math.max(2, Math.floor(value * count) + margin));
  return (x, y) => {
    const column = clampSquare(x);
    const row = clampSquare(y);
    let index = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let r = row - 1; r <= row + 1; r++) {
      for (let c = column - 1; c <= column + 1; c++) {
        const at = r * width + c;
        const distance = (xs[at]! - x) ** 2 + (ys[at]! - y) ** 2;
        if (distance < nearest) {
          nearest = distance;
          index = at;
        }
      }
    }
    let border = Number.POSITIVE_INFINITY;
    for (let r = row - 2; r <= row + 2; r++) {
      for (let c = column - 2; c <= column + 2; c++) {
        const at = r * width + c;
        if (at === index) continue;
        const dx = xs[at]! - xs[index]!;
        const dy = ys[at]! - ys[index]!;
        const along = ((xs[at]! + xs[index]!) / 2 - x) * dx + ((ys[at]! + ys[index]!) / 2 - y) * dy;
        const distance = along / Math.sqrt(dx * dx + dy * dy);
        if (distance < border) border = distance;
      }
    }
    return { index, nearest: Math.sqrt(nearest), border, x: xs[index]!, y: ys[index]! };
  };
}

/** A number in [0, 1) that belongs to a whole number: for giving each cell or thread a character of its own. */
export function lot(index: number, salt = 0): number {
  let hash = Math.imul(index ^ Math.imul(salt + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** A picture of half the side, each pixel the mean of four: draw at twice the size, then halve, for smooth edges. */
export function halve(pixels: Pixels): Pixels {
  const { channels } = pixels;
  const width = pixels.width >> 1;
  const height = pixels.height >> 1;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let c = 0; c < channels; c++) {
        const from = (row * 2 * pixels.width + column * 2) * channels + c;
        const below = from + pixels.width * channels;
        const sum =
          pixels.data[from]! +
          pixels.data[from + channels]! +
          pixels.data[below]! +
          pixels.data[below + channels]!;
        data[(row * width + column) * channels + c] = Math.round(sum / 4);
      }
    }
  }
  return { width, height, channels, data };
}

/** A finished picture changed pixel by pixel, for what lies over a drawing: grain, a screen, light. */
export function retouch(picture: Pixels, change: (colour: Rgb, x: number, y: number) => Rgb): Pixels {
  const { width, data } = picture;
  return shade(width, (x, y, column, row) => {
    const at = (row * width + column) * 3;
    return change([data[at]! / 255, data[at + 1]! / 255, data[at + 2]! / 255], x, y);
  });
}

/** Begins a path through the points; fill or stroke it afterwards. */
export function trace(
  context: SKRSContext2D,
  points: readonly (readonly [x: number, y: number])[],
  closed = false,
): void {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  if (closed) context.closePath();
}
