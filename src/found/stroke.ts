import { nearestMarked } from '../base/nearest.js';
import type { Planes } from '../base/pixels.js';
import { atLetterScale } from './resample.js';

/** A straight stroke of a letter, in ratios of the letter's side. */
interface Stroke {
  readonly widthRatio: number;
  readonly lengthRatio: number;
}

/**
 * What a stroke of a letter is like (one channel, square, 1 inside): as wide as four times the mean distance of its area from
 * its outline, which is exact for a long straight one, and half as long as the letter is high or wide, whichever is more.
 */
export function strokeOf(mask: Planes): Stroke {
  const { width, height, data } = mask;
  const outside = data.map((value) => (value > 0.5 ? 0 : 1));
  const { distance } = nearestMarked(outside, width, height);
  let [sum, area] = [0, 0];
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let at = 0; at < data.length; at++) {
    if (outside[at]) continue;
    // The outline runs half a place before the nearest one outside.
    sum += distance[at]! - 0.5;
    area++;
    const column = at % width;
    const row = Math.floor(at / width);
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  }
  if (area === 0) return { widthRatio: 0, lengthRatio: 0 };
  const longest = Math.max(right - left, bottom - top) + 1;
  return { widthRatio: (4 * sum) / area / width, lengthRatio: longest / 2 / width };
}

/** Places across a letter when a stroke is looked for. */
const places = 24;

/** Ways that a stroke may lie, in degrees. */
const directions = [0, 45, 90, 135];

/**
 * The least mean cost, in units of luminance, of an area as large as a stroke anywhere in an artwork of these costs (`costOf`), for a letter whose square is
 * `sideRatio` of the artwork's shorter side: near nothing where there is a place that could be taken for the stroke as it is. Four
 * directions are tried.
 */
export function strokeCost(cost: Planes, { widthRatio, lengthRatio }: Stroke, sideRatio: number): number {
  const picture = atLetterScale(cost, sideRatio, places);
  return Math.min(
    ...directions.map((degrees) =>
      leastMean(picture, strokeMask(widthRatio * places, lengthRatio * places, degrees)),
    ),
  );
}

/** The least mean of a picture under a mask that lies anywhere within it. */
function leastMean(picture: Planes, mask: Planes): number {
  const inside = [...mask.data.entries()].filter(([, weight]) => weight > 0);
  const steps = inside.map(([at, weight]) => ({
    step: Math.floor(at / mask.width) * picture.width + (at % mask.width),
    weight,
  }));
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row <= picture.height - mask.height; row++) {
    for (let column = 0; column <= picture.width - mask.width; column++) {
      const first = row * picture.width + column;
      let sum = 0;
      for (const { step, weight } of steps) sum += weight * picture.data[first + step]!;
      least = Math.min(least, sum);
    }
  }
  return least / inside.reduce((sum, [, weight]) => sum + weight, 0);
}

/** A rectangle in the middle of a square that it just fits into, with soft edges. */
function strokeMask(width: number, length: number, degrees: number): Planes {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const reach = (Math.abs(cos) * length + Math.abs(sin) * width) / 2;
  const rise = (Math.abs(sin) * length + Math.abs(cos) * width) / 2;
  const size = { width: Math.ceil(2 * reach), height: Math.ceil(2 * rise) };
  const within = (distance: number, half: number): number => Math.min(1, Math.max(0, half - distance + 0.5));
  const data = Float32Array.from({ length: size.width * size.height }, (_, at) => {
    const x = (at % size.width) + 0.5 - size.width / 2;
    const y = Math.floor(at / size.width) + 0.5 - size.height / 2;
    return within(Math.abs(x * cos + y * sin), length / 2) * within(Math.abs(y * cos - x * sin), width / 2);
  });
  return { ...size, channels: 1, data };
}
