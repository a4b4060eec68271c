import { darkening, lightening, type Redrawing, redrawn } from '../artwork/index.js';
import type { Planes, Size } from '../base/pixels.js';
import { cutPlace } from './cutting.js';
import { bent } from './knee.js';
import type { Limit, Place } from './place.js';
import { resampled } from './resample.js';

/** Pixels across the letter's square where it is found out how tones are to be moved: as many for every size of a letter. */
export const lookPx = 96;
/** What is looked at of the artwork around it, in letter's squares: as much as any canvas shows, and what the blur of the tones sees. */
const viewRatio = 1.75;

/** How the tones of a piece are moved: first in the large, then what is still beyond the limit, pixel by pixel. */
export interface Toning extends Limit {
  /** Of the middle `lookPx` of a square of 1.75 times that; absent where the piece is right as it is. */
  readonly local: Redrawing | undefined;
  /** Pixels across the letter's square in it. */
  readonly lookPx: number;
}

/**
 * How the tones of a piece of an artwork are to be moved for a region: `darkening` or `lightening` of the piece alone, with the region's own
 * area as mask. A piece that is dark (or light) enough there is left as it is. `mask` is the region, one channel, the letter's square.
 */
export function toningOf(
  artwork: Planes,
  place: Place,
  { mask, keep, lookPx }: { readonly mask: Planes; readonly keep: Limit; readonly lookPx: number },
): Toning {
  const viewPx = Math.round(lookPx * viewRatio);
  const piece = cutPlace(artwork, place, { sidePx: viewPx, boxRatio: lookPx / viewPx });
  const region = framed(resampled(mask, { width: lookPx, height: lookPx }), viewPx);
  return { ...keep, local: redrawingFor(piece, region, keep), lookPx };
}

/** How the tones of a picture are moved in the large, for a region (one channel); undefined where they are right, or stay as they are. */
export function redrawingFor(picture: Planes, region: Planes, keep: Limit): Redrawing | undefined {
  if (keep.knee.rim === 1) return undefined;
  return (keep.side === 'below' ? darkening : lightening)(picture, region, keep.limit);
}

/** A picture with its tones moved: in the large, where `enlarged` brings a redrawing to the picture's size, then pixel by pixel. */
export function movedTones(
  picture: Planes,
  toning: Limit & { readonly local: Redrawing | undefined },
  { enlarged, rim }: { readonly enlarged: (field: Planes) => Planes; readonly rim?: Planes | undefined },
): Planes {
  const { local } = toning;
  if (local === undefined) return bent(picture, toning, rim);
  const below = enlarged(local.below);
  const fields = { below, colours: enlarged(local.colours), strength: enlarged(local.strength) };
  return bent(redrawn(picture, fields), toning, rim);
}

/** A piece of an artwork (RGB, as large as a canvas in whose middle the letter's square lies) with its tones moved. */
export function tonedPiece(
  piece: Planes,
  toning: Toning,
  { box, rim }: { readonly box: Size; readonly rim?: Planes },
): Planes {
  return movedTones(piece, toning, {
    enlarged: (field) => enlargedField(field, piece, toning.lookPx / box.width),
    rim,
  });
}

const known = new WeakMap<
  Planes,
  { readonly canvas: Size; readonly scale: number; readonly field: Planes }
>();

/** Up to so many pixels fields are kept: a piece is moved about in a sketch, and painted once. */
const sketchPixels = 2 ** 18;

/** `middleAt`; a piece that is moved about has the same fields at the same size again and again. */
function enlargedField(field: Planes, { width, height }: Size, scale: number): Planes {
  const last = known.get(field);
  if (last?.canvas.width === width && last.canvas.height === height && last.scale === scale)
    return last.field;
  const enlarged = middleAt(field, { width, height }, scale);
  if (width * height <= sketchPixels) known.set(field, { canvas: { width, height }, scale, field: enlarged });
  return enlarged;
}

/** A mask in the middle of a larger square, nothing around it. */
function framed(mask: Planes, sidePx: number): Planes {
  const data = new Float32Array(sidePx * sidePx);
  const first = Math.floor((sidePx - mask.width) / 2);
  for (let row = 0; row < mask.height; row++) {
    const from = row * mask.width;
    data.set(mask.data.subarray(from, from + mask.width), (row + first) * sidePx + first);
  }
  return { width: sidePx, height: sidePx, channels: 1, data };
}

/**
 * The middle of a picture at the size of a canvas, linearly interpolated, edges repeated; `scale` is the number of its pixels for one
 * of the canvas.
 */
function middleAt(picture: Planes, canvas: Size, scale: number): Planes {
  const { channels, width, height, data } = picture;
  const area = canvas.width * canvas.height;
  const result = new Float32Array(channels * area);
  const [columns, rows] = [along(canvas.width, width, scale), along(canvas.height, height, scale)];
  for (let row = 0; row < canvas.height; row++) {
    const upper = rows.first[row]!;
    const lower = rows.second[row]!;
    const down = rows.share[row]!;
    for (let channel = 0; channel < channels; channel++) {
      const one = (channel * height + upper) * width;
      const other = (channel * height + lower) * width;
      const to = channel * area + row * canvas.width;
      for (let column = 0; column < canvas.width; column++) {
        const left = columns.first[column]!;
        const right = columns.second[column]!;
        const across = columns.share[column]!;
        const above = data[one + left]! * (1 - across) + data[one + right]! * across;
        const below = data[other + left]! * (1 - across) + data[other + right]! * across;
        result[to + column] = above * (1 - down) + below * down;
      }
    }
  }
  return { ...canvas, channels, data: result };
}

/** Between which two places, of so many, each of some in the middle lies, and how far towards the second. */
function along(
  count: number,
  size: number,
  scale: number,
): { readonly first: Int32Array; readonly second: Int32Array; readonly share: Float64Array } {
  const result = {
    first: new Int32Array(count),
    second: new Int32Array(count),
    share: new Float64Array(count),
  };
  for (let at = 0; at < count; at++) {
    const middle = Math.min(size - 1, Math.max(0, (at + 0.5 - count / 2) * scale + size / 2 - 0.5));
    const first = Math.floor(middle);
    result.first[at] = first;
    result.second[at] = Math.min(size - 1, first + 1);
    result.share[at] = middle - first;
  }
  return result;
}
