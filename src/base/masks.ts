import { luminanceWeights } from './colour.js';
import { nearestMarked } from './nearest.js';
import type { Planes, Size } from './pixels.js';

/*
 * Masks are pictures of one channel, 0..1. All pictures that go into one function have the same size.
 *
 * Loops over places lie in functions of arrays and numbers alone: pictures come in many shapes of objects, and V8 would compile a loop
 * anew for each.
 */

/** A mask of one value, as large as a picture. */
export function filled({ width, height }: Planes, value: number): Planes {
  return { width, height, channels: 1, data: new Float32Array(width * height).fill(value) };
}

/** 1 - mask. */
export function inverted(mask: Planes): Planes {
  return { ...mask, data: complements(mask.data) };
}

function complements(values: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = 1 - values[at]!;
  return result;
}

/** Place by place. */
export function product(mask: Planes, other: Planes): Planes {
  return { ...mask, data: products(mask.data, other.data) };
}

function products(values: Float32Array, others: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = values[at]! * others[at]!;
  return result;
}

/** Luminance of an RGB picture as a mask. */
export function grey({ width, height, data }: Planes): Planes {
  return { width, height, channels: 1, data: luminances(data, width * height) };
}

function luminances(data: Float32Array, area: number): Float32Array {
  const red = luminanceWeights[0];
  const green = luminanceWeights[1];
  const blue = luminanceWeights[2];
  const result = new Float32Array(area);
  for (let at = 0; at < area; at++)
    result[at] = red * data[at]! + green * data[area + at]! + blue * data[2 * area + at]!;
  return result;
}

/** A mask painted in two colours (RGB, 0..1). */
export function painted(mask: Planes, inside: readonly number[], outside: readonly number[]): Planes {
  const area = mask.data.length;
  const data = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const into = data.subarray(channel * area, (channel + 1) * area);
    mixTwo(mask.data, into, [inside[channel]!, outside[channel]!]);
  }
  return { ...mask, channels: 3, data };
}

function mixTwo(
  shares: Float32Array,
  into: Float32Array,
  [inside, outside]: readonly [number, number],
): void {
  for (let at = 0; at < into.length; at++) {
    const share = shares[at]!;
    into[at] = share * inside + (1 - share) * outside;
  }
}

/** A picture laid over another of as many channels. */
export function over(picture: Planes, below: Planes, mask: Planes): Planes {
  return { ...picture, data: mixtures(picture.data, below.data, mask.data) };
}

function mixtures(values: Float32Array, below: Float32Array, shares: Float32Array): Float32Array {
  const area = shares.length;
  const result = new Float32Array(values.length);
  for (let first = 0; first < result.length; first += area) {
    for (let at = 0; at < area; at++) {
      const share = shares[at]!;
      result[first + at] = share * values[first + at]! + (1 - share) * below[first + at]!;
    }
  }
  return result;
}

/** An RGB picture with the mask as its alpha channel. */
export function withAlpha(picture: Planes, mask: Planes): Planes {
  const data = new Float32Array(picture.data.length + mask.data.length);
  data.set(picture.data);
  data.set(mask.data, picture.data.length);
  return { ...picture, channels: picture.channels + 1, data };
}

/** How far colours are carried beyond an edge: further than any filter reaches that a program scales a cut-out with. */
export const bleedPx = 8;

/** Colours that are carried far are mixed from a wider piece of the edge, up to this many pixels to each side. */
const widestMixPx = 3;

/**
 * The picture with the colours from inside the mask carried on beyond its edge, so that neither the half-covered pixels of an
 * anti-aliased edge nor what lies next to them bring the colour of the old ground along. A place up to `reachPx` from the
 * inside takes the mean of what lies inside around the place nearest to it.
 */
export function bled(picture: Planes, mask: Planes, reachPx: number = bleedPx): Planes {
  const { width, height, channels } = picture;
  const area = width * height;
  const inside = new Uint8Array(area);
  for (let at = 0; at < area; at++) inside[at] = mask.data[at]! > 0.999 ? 1 : 0;
  const { place, distance } = nearestMarked(inside, width, height);
  const data = picture.data.slice();
  const sums = new Float64Array(channels);
  // So far that a square of pixels around the inside is reached to its corners.
  const reach = reachPx * Math.SQRT2;
  for (let at = 0; at < area; at++) {
    if (inside[at] || !(distance[at]! <= reach)) continue;
    const nearest = place[at]!;
    const mix = Math.min(widestMixPx, 1 + Math.floor(distance[at]! / 4));
    const row = Math.floor(nearest / width);
    const column = nearest % width;
    const right = Math.min(width - 1, column + mix);
    const bottom = Math.min(height - 1, row + mix);
    let count = 0;
    sums.fill(0);
    for (let y = Math.max(0, row - mix); y <= bottom; y++) {
      for (let x = Math.max(0, column - mix); x <= right; x++) {
        const from = y * width + x;
        if (!inside[from]) continue;
        count++;
        for (let channel = 0; channel < channels; channel++)
          sums[channel]! += picture.data[channel * area + from]!;
      }
    }
    for (let channel = 0; channel < channels; channel++) data[channel * area + at] = sums[channel]! / count;
  }
  return { ...picture, data };
}

/** The picture in the middle of a larger one, its border repeated outwards. */
export function bordered(picture: Planes, size: Size): Planes {
  const { width, height, channels } = picture;
  const left = Math.floor((size.width - width) / 2);
  const top = Math.floor((size.height - height) / 2);
  const data = new Float32Array(channels * size.width * size.height);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < size.height; row++) {
      const from = (channel * height + Math.min(height - 1, Math.max(0, row - top))) * width;
      const to = (channel * size.height + row) * size.width;
      repeatBorder(picture.data.subarray(from, from + width), data.subarray(to, to + size.width), left);
    }
  }
  return { ...size, channels, data };
}

function repeatBorder(line: Float32Array, into: Float32Array, left: number): void {
  const last = line.length - 1;
  for (let at = 0; at < into.length; at++) into[at] = line[Math.min(last, Math.max(0, at - left))]!;
}
