import type { Pixels, Planes } from '../base/pixels.js';
import {
  type Correlation,
  flatVariance,
  type Grey,
  localCorrelation,
  type Shift,
  windowPx,
} from './correlation.js';
import { islandsOf } from './islands.js';
import { likelyShifts, type Multiply } from './placements.js';
import { boxAverage, luminance } from './reduce.js';
import { turned, turnedPlace, turns } from './turns.js';

/** A window that correlates at least so well with a placement of the artwork is that of the artwork, unchanged. */
const unchanged = 0.9;

/** Islands of unchanged windows count from this share of the letter's side on. */
const islandRatio = 1 / 3;

/** Share of an island's windows that must have some drawing: plain paint lies everywhere. */
const drawnShare = 0.5;

/** Placements are looked for at a quarter of the size, and made exact to a pixel at a half and at the whole. */
const divisors = [4, 2, 1] as const;

/** Placements that are looked at in each orientation. */
const most = 4;

/**
 * The share of a letter's area, 0..1, that is the artwork itself: lies in islands longer than a third of its side of places
 * within windows of 13 x 13 px that are one placement of the artwork (a shift, in one of the eight orientations) unchanged but
 * for tones. Unchanged is a local normalised cross-correlation of the luminance of 0.9 or more (`localCorrelation`). Both pictures
 * RGB, the letter square and of about 200 px, the artwork at its scale beside it.
 */
export async function copiedShare(letter: Pixels, artwork: Pixels, multiply: Multiply): Promise<number> {
  const side = letter.width;
  const copied = new Uint8Array(side * side);
  const artworks = divisors.map((divisor) => greyOf(planesAt(artwork, divisor)));
  const letters = divisors.map((divisor) => planesAt(letter, divisor));
  for (const turn of turns) {
    const shown = letters.map((planes) => greyOf(turned(planes, turn)));
    for (const shift of await likelyShifts(shown[0]!, artworks[0]!, most, multiply)) {
      const exact = [1, 2].reduce((found, at) => refined(found, shown[at]!, artworks[at]!), shift);
      const marks = copiedMarks(localCorrelation(shown.at(-1)!, artworks.at(-1)!, exact), side);
      for (let place = 0; place < copied.length; place++) {
        const [row, column] = turnedPlace(turn, Math.floor(place / side), place % side, side - 1);
        if (marks[row * side + column]) copied[place] = 1;
      }
    }
  }
  return copied.reduce((sum, mark) => sum + mark, 0) / copied.length;
}

/** A shift found at half the size, to the pixel at this one: where most windows are unchanged. */
function refined(coarse: Shift, letter: Grey, artwork: Grey): Shift {
  let best = { shift: coarse, count: -1 };
  for (let down = -2; down <= 2; down++) {
    for (let along = -2; along <= 2; along++) {
      const shift = { row: 2 * coarse.row + down, column: 2 * coarse.column + along };
      const { values, variances } = localCorrelation(letter, artwork, shift);
      const count = values.reduce(
        (sum, value, at) => sum + (value >= unchanged && variances[at]! >= flatVariance ? value : 0),
        0,
      );
      if (count > best.count) best = { shift, count };
    }
  }
  return best.shift;
}

/** Places of the islands that count, as ones in `[row, column]`. */
function copiedMarks({ width, height, values, variances }: Correlation, side: number): Uint8Array {
  const marks = new Uint8Array(side * side);
  const like = Uint8Array.from(values, (value) => (value >= unchanged ? 1 : 0));
  for (const { places, extent } of islandsOf(like, width, height)) {
    const drawn = places.filter((place) => variances[place]! >= flatVariance).length;
    if (extent + windowPx - 1 <= islandRatio * side || drawn < drawnShare * places.length) continue;
    for (const place of places) {
      const start = Math.floor(place / width) * side + (place % width);
      for (let row = 0; row < windowPx; row++)
        marks.fill(1, start + row * side, start + row * side + windowPx);
    }
  }
  return marks;
}

function planesAt(picture: Pixels, divisor: number): Planes {
  const side = (px: number): number => Math.max(1, Math.round(px / divisor));
  return boxAverage(picture, side(picture.width), side(picture.height));
}

function greyOf(planes: Planes): Grey {
  return { width: planes.width, height: planes.height, data: luminance(planes) };
}
