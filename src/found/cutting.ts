import type { Pixels, Planes, Size } from '../base/pixels.js';
import { laid } from './orientation.js';
import type { Place } from './place.js';
import { resampled } from './resample.js';

/** The part of an artwork that a picture shows, in pixels of the artwork, before it is laid. */
interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The window of a place in an artwork of a size, for a picture whose middle square (the letter's) is `boxRatio` of its side: what lies
 * around the letter's square belongs to it too, and may reach beyond the artwork.
 */
export function placeWindow({ x, y, sideRatio }: Place, artwork: Size, boxRatio: number): Window {
  const side = (sideRatio * Math.min(artwork.width, artwork.height)) / boxRatio;
  return {
    left: x * artwork.width - side / 2,
    top: y * artwork.height - side / 2,
    width: side,
    height: side,
  };
}

/** The artwork (RGB) within a window of whole pixels, its mirror image beyond its border. */
export function cutWindow(artwork: Planes | Pixels, window: Window): Planes {
  const { width, height, channels, data } = artwork;
  // Bytes lie pixel by pixel, planes one after the other.
  const [step, plane] = data instanceof Uint8Array ? [channels, 1] : [1, width * height];
  const result = new Float32Array(channels * window.width * window.height);
  const isWithin = window.left >= 0 && window.left + window.width <= width;
  const columns = new Int32Array(window.width);
  for (let at = 0; at < columns.length; at++) columns[at] = step * mirrored(window.left + at, width);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < window.height; row++) {
      const from = channel * plane + step * mirrored(window.top + row, height) * width;
      const to = (channel * window.height + row) * window.width;
      const into = result.subarray(to, to + window.width);
      if (data instanceof Uint8Array) pickBytes(data.subarray(from), into, columns);
      else if (isWithin) into.set(data.subarray(from + window.left, from + window.left + window.width));
      else pickValues(data.subarray(from), into, columns);
    }
  }
  return { width: window.width, height: window.height, channels, data: result };
}

function pickBytes(bytes: Uint8Array, into: Float32Array, places: Int32Array): void {
  const factor = 1 / 255;
  for (let at = 0; at < into.length; at++) into[at] = factor * bytes[places[at]!]!;
}

function pickValues(values: Float32Array, into: Float32Array, places: Int32Array): void {
  for (let at = 0; at < into.length; at++) into[at] = values[places[at]!]!;
}

/** The picture of a place, `sidePx` square: the mean of what each pixel covers, to whole pixels of the artwork, laid as the place says. */
export function cutPlace(artwork: Planes, place: Place, options: Parameters<typeof cutSquare>[2]): Planes {
  return laid(cutSquare(artwork, place, options), place);
}

/** The same as it lies in the artwork. */
export function cutSquare(
  artwork: Planes,
  place: Place,
  { sidePx, boxRatio = 1 }: { readonly sidePx: number; readonly boxRatio?: number },
): Planes {
  const window = wholeWindow(placeWindow(place, artwork, boxRatio));
  return resampled(cutWindow(artwork, window), { width: sidePx, height: sidePx });
}

/** To whole pixels, square. */
export function wholeWindow({ left, top, width }: Window): Window {
  const side = Math.max(1, Math.round(width));
  return { left: Math.round(left), top: Math.round(top), width: side, height: side };
}

/** Index of a place beyond the border, mirrored at it: … 1 0 | 0 1 2 … */
export function mirrored(at: number, size: number): number {
  const place = ((at % (2 * size)) + 2 * size) % (2 * size);
  return place < size ? place : 2 * size - 1 - place;
}
