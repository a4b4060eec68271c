import type { Pixels } from '../base/pixels.js';
import {
  boxMeans,
  flatVariance,
  type Grey,
  localCorrelation,
  type Shift,
  smoothed,
  type Windowed,
  windowed,
  windowPx,
} from './correlation.js';
import { islandsOf } from './islands.js';
import { likelyShifts } from './placements.js';
import type { Multiply } from './products.js';
import { boxAverage, luminance } from './reduce.js';
import { turned, turnedPlace, turns } from './turns.js';

/** A window that correlates at least so well with a placement of the artwork is that of the artwork, unchanged. */
const unchanged = 0.9;

/** Islands of unchanged windows count when they are longer than this share of the letter's side. */
const islandRatio = 1 / 3;

/**
 * Islands are made of blocks of as many windows in both directions, of which this share must be unchanged. It is what keeps a
 * straight edge out, which many pictures have in common: no more than seventeen windows beside each other see one.
 */
const block = { windows: 25, share: 0.8 } as const;

/** Share of an island's windows that must have some drawing: plain paint lies everywhere. */
const drawnShare = 0.5;

/** Placements are looked for at a quarter of the size, and made exact to a pixel at a half and at the whole. */
const divisors = [4, 2, 1] as const;

/** Placements that are looked at in each orientation. */
const most = 4;

/**
 * The share of a letter's area, 0..1, that is the artwork itself: lies in islands, longer than a third of its side, that are one
 * placement of the artwork (a shift, in one of the eight orientations) unchanged but for tones. Unchanged are windows of 13 x 13 px
 * whose local normalised cross-correlation (`localCorrelation`), of the luminance, is 0.9 or more; islands are made of blocks of
 * 25 x 25 of them, four fifths unchanged. Both pictures are RGB, the letter square and of about 200 px, the artwork at its scale beside it.
 */
export async function copiedShare(letter: Pixels, artwork: Pixels, multiply: Multiply): Promise<number> {
  const side = letter.width;
  const copied = new Uint8Array(side * side);
  const artworks = divisors.map((divisor) => windowed(greyAt(artwork, divisor)));
  const letters = divisors.map((divisor) => greyAt(letter, divisor));
  for (const turn of turns) {
    const shown = letters.map((grey) => windowed(turned({ ...grey, channels: 1 }, turn)));
    for (const rough of await likelyShifts(shown[0]!.picture, artworks[0]!.picture, { most, multiply })) {
      const half = finer(rough, { letter: shown[1]!, artwork: artworks[1]! }, 2);
      if (half === undefined) continue;
      const shift = finer(half, { letter: shown[2]!, artwork: artworks[2]! }, 1);
      if (shift === undefined) continue;
      const marks = copiedMarks(shown[2]!, localCorrelation(shown[2]!, artworks[2]!, shift));
      for (let place = 0; place < copied.length; place++) {
        const [row, column] = turnedPlace(turn, [Math.floor(place / side), place % side], side - 1);
        if (marks[row * side + column]) copied[place] = 1;
      }
    }
  }
  return copied.reduce((sum, mark) => sum + mark, 0) / copied.length;
}

/**
 * A shift found at half the size, exact to a pixel at this one: that of `reach` pixels around at which most windows with drawing
 * are unchanged. Undefined where these are too few for an island.
 */
function finer(
  coarse: Shift,
  { letter, artwork }: { readonly letter: Windowed; readonly artwork: Windowed },
  reach: number,
): Shift | undefined {
  let best: Shift | undefined;
  let most = islandRatio * letter.picture.width - windowPx;
  for (let down = -reach; down <= reach; down++) {
    for (let along = -reach; along <= reach; along++) {
      const shift = { row: 2 * coarse.row + down, column: 2 * coarse.column + along };
      const values = localCorrelation(letter, artwork, shift);
      let count = 0;
      for (let at = 0; at < values.length; at++)
        if (values[at]! >= unchanged && letter.variances[at]! >= flatVariance) count += values[at]!;
      if (count > most) [most, best] = [count, shift];
    }
  }
  return best;
}

/** Places of the islands that count, as ones in `[row, column]`. */
function copiedMarks({ picture, columns, rows, variances }: Windowed, values: Float32Array): Uint8Array {
  const side = picture.width;
  const marks = new Uint8Array(side * side);
  const blocks = (holds: (at: number) => boolean): Float64Array => {
    const ones = Uint8Array.from(values, (_, at) => (holds(at) ? 1 : 0));
    return boxMeans(ones, { width: columns, height: rows }, block.windows);
  };
  const alike = blocks((at) => values[at]! >= unchanged).map((share) => (share >= block.share ? 1 : 0));
  const drawn = blocks((at) => variances[at]! >= flatVariance);
  const across = columns - block.windows + 1;
  const blockPx = block.windows + windowPx - 1;
  for (const { places, extent } of islandsOf(alike, across, rows - block.windows + 1)) {
    const drawing = places.reduce((sum, place) => sum + drawn[place]!, 0) / places.length;
    if (extent + blockPx - 1 <= islandRatio * side || drawing < drawnShare) continue;
    for (const place of places) {
      const start = Math.floor(place / across) * side + (place % across);
      for (let row = 0; row < blockPx; row++) marks.fill(1, start + row * side, start + row * side + blockPx);
    }
  }
  return marks;
}

/** Luminance at a fraction of the size. */
function greyAt(picture: Pixels, divisor: number): Grey {
  const side = (px: number): number => Math.max(1, Math.round(px / divisor));
  const planes = boxAverage(picture, side(picture.width), side(picture.height));
  return smoothed({ width: planes.width, height: planes.height, data: luminance(planes) });
}
