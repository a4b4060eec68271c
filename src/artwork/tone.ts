import { luminanceWeights } from '../base/colour.js';
import { grey } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { blur } from './blur.js';

/** Least span of local tones that a part keeps, so that its drawing stays visible. */
const leastSpan = 0.12;
/** Between these shares of a part's area lie the tones that count; what is darker or lighter is stray. */
const tails = { dark: 0.15, light: 0.85 };
/** More would bring out the noise of dark pictures. */
const longestExposure = 3;
/** Standard deviation of the blur that makes a local colour, as a ratio of the side. What is finer keeps its own contrast. */
const localRatio = 0.03;

/** How tones are moved: where a picture's local colours go, and how strong the drawing upon them stays. All of one size. */
export interface Redrawing {
  /** RGB: the picture's colours without what is fine, and what takes their place. */
  readonly below: Planes;
  readonly colours: Planes;
  /** One channel, 0..1. */
  readonly strength: Planes;
}

/**
 * An RGB picture (0..1) whose part under `mask` is darkened until its local tones hardly rise above the luminance `limit`.
 * The darkest tones stay where they are, the others move towards them in proportion. Local colours are multiplied, which
 * keeps hue and saturation; the drawing upon them stays as strong as it is. A part that is dark enough is left alone.
 */
export function darkened(picture: Planes, mask: Planes, limit: number): Planes {
  const redrawing = darkening(picture, mask, limit);
  return redrawing === undefined ? picture : redrawn(picture, redrawing);
}

/**
 * The counterpart of `darkened`: the part under `mask` is lightened until its local tones hardly fall below `limit`. Local
 * colours are multiplied as by a longer exposure, as far as they stay below white, and what is still missing is added to
 * all channels: that keeps them stronger than mixing them with white.
 */
export function lightened(picture: Planes, mask: Planes, limit: number): Planes {
  const redrawing = lightening(picture, mask, limit);
  return redrawing === undefined ? picture : redrawn(picture, redrawing);
}

/** What `darkened` does to a picture; undefined where it leaves it alone. */
export function darkening(picture: Planes, mask: Planes, limit: number): Redrawing | undefined {
  const below = localColours(picture);
  const tones = grey(below).data;
  const { from, to } = spread(tones, mask.data);
  if (to <= limit) return undefined;
  const floor = Math.max(0, Math.min(from, limit - leastSpan));
  const slope = Math.min(1, (limit - floor) / Math.max(to - from, 1e-3));
  return redrawing(picture, below, multiplied(below.data, tones, Float64Array.of(floor, slope, from)));
}

// Loops keep to arrays and numbers, see `base/masks`.

function multiplied(below: Float32Array, tones: Float32Array, numbers: Float64Array): Float32Array {
  const floor = numbers[0]!;
  const slope = numbers[1]!;
  const from = numbers[2]!;
  const area = tones.length;
  const colours = new Float32Array(3 * area);
  for (let at = 0; at < area; at++) {
    const tone = tones[at]!;
    const factor = Math.min(1, Math.max(0, floor + slope * (tone - from)) / Math.max(tone, 1e-3));
    for (let place = at; place < 3 * area; place += area) colours[place] = factor * below[place]!;
  }
  return colours;
}

/** What `lightened` does to a picture; undefined where it leaves it alone. */
export function lightening(picture: Planes, mask: Planes, limit: number): Redrawing | undefined {
  const below = localColours(picture);
  const tones = grey(below).data;
  const { from, to } = spread(tones, mask.data);
  if (from >= limit) return undefined;
  const ceiling = Math.min(1, Math.max(to, limit + leastSpan));
  const slope = Math.min(1, (ceiling - limit) / Math.max(to - from, 1e-3));
  return redrawing(picture, below, exposed(below.data, tones, Float64Array.of(ceiling, slope, to)));
}

function exposed(below: Float32Array, tones: Float32Array, numbers: Float64Array): Float32Array {
  const ceiling = numbers[0]!;
  const slope = numbers[1]!;
  const to = numbers[2]!;
  const red = luminanceWeights[0];
  const green = luminanceWeights[1];
  const blue = luminanceWeights[2];
  const area = tones.length;
  const colours = below.slice();
  for (let at = 0; at < area; at++) {
    const tone = Math.max(tones[at]!, 1e-3);
    const wanted = Math.min(1, ceiling + slope * (tone - to));
    if (wanted <= tone) continue;
    const exposure = Math.min(wanted / tone, longestExposure);
    for (let place = at; place < 3 * area; place += area)
      colours[place] = Math.min(1, below[place]! * exposure);
    const gained =
      red * (Math.min(1, below[at]! * exposure) - below[at]!) +
      green * (Math.min(1, below[area + at]! * exposure) - below[area + at]!) +
      blue * (Math.min(1, below[2 * area + at]! * exposure) - below[2 * area + at]!);
    const rest = Math.max(0, wanted - tone - gained);
    for (let place = at; place < 3 * area; place += area)
      colours[place] = Math.min(1, colours[place]! + rest);
  }
  return colours;
}

const known = new WeakMap<Planes, Planes>();

/** A picture's colours without what is fine. Both parts of an artwork ask for them, and so does the split: they are kept as long as it is. */
export function localColours(picture: Planes): Planes {
  const found = known.get(picture) ?? withoutDetail(picture);
  known.set(picture, found);
  return found;
}

function withoutDetail(planes: Planes): Planes {
  return blur(planes, localRatio * Math.max(planes.width, planes.height));
}

/**
 * The drawing of a picture is what it has beyond its local colours. Where other colours leave it less room to black or white
 * than it needs it is made weaker: cut off there, it would move the tones back.
 */
function redrawing(picture: Planes, below: Planes, colours: Float32Array): Redrawing {
  const plane = (data: Float32Array): Planes => ({ ...picture, channels: 1, data });
  const variances = withoutDetail(plane(squaredSteps(picture.data, below.data))).data;
  const [before, after] = [grey(below).data, grey({ ...below, data: colours }).data];
  return {
    below,
    colours: { ...below, data: colours },
    strength: plane(strengths(variances, before, after)),
  };
}

function squaredSteps(data: Float32Array, below: Float32Array): Float32Array {
  const area = data.length / 3;
  const squares = new Float32Array(area);
  for (let channel = 0; channel < 3; channel++) {
    const first = channel * area;
    const weight = luminanceWeights[channel]!;
    for (let at = 0; at < area; at++) {
      const step = data[first + at]! - below[first + at]!;
      squares[at] = squares[at]! + weight * step * step;
    }
  }
  return squares;
}

function strengths(variances: Float32Array, before: Float32Array, after: Float32Array): Float32Array {
  const result = new Float32Array(variances.length);
  for (let at = 0; at < result.length; at++) {
    const needed = Math.min(Math.sqrt(Math.max(0, variances[at]!)), roomOf(before[at]!));
    result[at] = Math.min(1, roomOf(after[at]!) / Math.max(1e-3, needed));
  }
  return result;
}

/** The drawing of a picture upon other colours. */
export function redrawn(picture: Planes, { below, colours, strength }: Redrawing): Planes {
  const data = new Float32Array(picture.data.length);
  redraw(data, picture.data, [below.data, colours.data, strength.data]);
  return { ...picture, data };
}

function redraw(
  into: Float32Array,
  data: Float32Array,
  [below, colours, strength]: readonly [Float32Array, Float32Array, Float32Array],
): void {
  const area = strength.length;
  for (let first = 0; first < into.length; first += area) {
    for (let at = 0; at < area; at++) {
      const place = first + at;
      const drawing = data[place]! - below[place]!;
      into[place] = Math.min(1, Math.max(0, colours[place]! + strength[at]! * drawing));
    }
  }
}

/** From a tone to the nearer of black and white. */
const roomOf = (tone: number): number => Math.max(0, Math.min(tone, 1 - tone));

/** The local tone, 0..1, that a share of the part under a mask is darker than. */
export function localTone(picture: Planes, mask: Planes, share: number): number {
  return quantile(withoutDetail(grey(picture)).data, mask.data, share);
}

/** Where most of the tones under a mask lie. */
function spread(tones: Float32Array, mask: Float32Array): { from: number; to: number } {
  return { from: quantile(tones, mask, tails.dark), to: quantile(tones, mask, tails.light) };
}

/** The value, 0..1, that a share of a mask's area is below, to 1/256. */
export function quantile(tones: Float32Array, mask: Float32Array, share: number): number {
  const bins = new Float64Array(256);
  let total = 0;
  for (let at = 0; at < tones.length; at++) {
    const bin = Math.min(255, Math.max(0, Math.floor(tones[at]! * 256)));
    bins[bin] = bins[bin]! + mask[at]!;
    total += mask[at]!;
  }
  let sum = 0;
  for (let bin = 0; bin < 256; bin++) {
    sum += bins[bin]!;
    if (sum >= share * total) return (bin + 0.5) / 256;
  }
  return 1;
}
