import { grey } from '../base/masks.js';
import { nearestMarked } from '../base/nearest.js';
import type { Planes } from '../base/pixels.js';
import { resampled } from './resample.js';

/** Distances are measured on a grid of so many places across at the most. */
const gridPx = 128;
/** How late a place comes: by how far it is from the outline, and by how little it changes. */
const shares = { distance: 0.65, likeness: 0.35 } as const;
/** Of the way from the outline the near places take more. */
const distancePower = 0.6;
/** A difference of luminance that is seen as the whole change. */
const wholeChange = 0.6;
/** Share of the growing that one place takes. */
const fade = 0.25;
/** All is there when so much of the iterations is over: what comes then is painting alone. */
const grownAt = 0.9;

/** How far each place of a letter's picture is from the outline, 0..1, the nearer places spread; `letter` is one channel, 1 inside. */
export function outlineDistance(letter: Planes): Planes {
  const scale = Math.min(1, gridPx / Math.max(letter.width, letter.height));
  const [width, height] = [Math.round(letter.width * scale), Math.round(letter.height * scale)];
  const { data } = resampled(letter, { width, height });
  const { distance } = nearestMarked(outlineMarks(data, width), width, height);
  return resampled({ width, height, channels: 1, data: spread(distance) }, letter);
}

function outlineMarks(letter: Float32Array, width: number): Float32Array {
  const marks = new Float32Array(letter.length);
  for (let at = 0; at < marks.length; at++) {
    const right = at % width < width - 1 ? at + 1 : at;
    const below = at + width < marks.length ? at + width : at;
    const isInk = letter[at]! > 0.5;
    marks[at] = isInk !== letter[right]! > 0.5 || isInk !== letter[below]! > 0.5 ? 1 : 0;
  }
  return marks;
}

/** All is far from an outline that is not there. */
function spread(distance: Float32Array): Float32Array {
  let farthest = 1;
  for (let at = 0; at < distance.length; at++) farthest = Math.max(farthest, distance[at]!);
  const result = new Float32Array(distance.length);
  for (let at = 0; at < result.length; at++)
    result[at] = distance[at] === Number.POSITIVE_INFINITY ? 1 : (distance[at]! / farthest) ** distancePower;
  return result;
}

/**
 * A finished picture as it grows out of a plain one (RGB both), after a share of the way, 0..1: the plain one at 0, the finished one from
 * nine tenths on. What is near to the outline comes first (`distance`, see `outlineDistance`), and of it what changes most, so that the
 * artwork's drawing runs ahead of its colours:
 *
 *   share = smoothstep((1 + w)·t/0.9 − d, 0, w)     d ∝ 0.65 · distance + 0.35 · (1 − min(1, |Y − Y₀| / 0.6)), 1 where it is most
 *
 * with w = ¼ the share of the growing that a place takes, Y and Y₀ the luminances of both pictures.
 */
export function grownFrom(
  plain: Planes,
  finished: Planes,
  { distance, share: way }: { readonly distance: Planes; readonly share: number },
): Planes {
  const front = (1 + fade) * Math.min(1, way / grownAt);
  const [from, to] = [grey(plain).data, grey(finished).data];
  const data = plain.data.slice();
  grow(data, [finished.data, from, to, distance.data], front);
  return { ...plain, data };
}

/** In place, of arrays and numbers alone, see `base/masks`. */
function grow(
  data: Float32Array,
  [finished, from, to, distance]: readonly [Float32Array, Float32Array, Float32Array, Float32Array],
  front: number,
): void {
  const area = from.length;
  const late = new Float32Array(area);
  let latest = 1e-6;
  for (let at = 0; at < area; at++) {
    const likeness = 1 - Math.min(1, Math.abs(to[at]! - from[at]!) / wholeChange);
    late[at] = shares.distance * distance[at]! + shares.likeness * likeness;
    latest = Math.max(latest, late[at]!);
  }
  for (let at = 0; at < area; at++) {
    const step = Math.min(1, Math.max(0, (front - late[at]! / latest) / fade));
    const share = step * step * (3 - 2 * step);
    for (let place = at; place < data.length; place += area)
      data[place] = share * finished[place]! + (1 - share) * data[place]!;
  }
}
