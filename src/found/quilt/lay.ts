import { blur } from '../../artwork/index.js';
import type { Planes, Size } from '../../base/pixels.js';
import { mirrored } from '../cutting.js';
import { type Line, linesOf, type Patch, type Quilt } from './patch.js';

/** How a page is seen: so many pixels to a place, its top left where, in pixels. */
export interface QuiltView extends Size {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Softness of a seam, in places, and how far that reaches at most. */
const softnessPlaces = 0.8;
export const seamReach = 3;
/** What is left of it, in pixels, where places are larger than pixels. */
const seamPx = 2;

/**
 * Lays a quilt at any size. `artwork` (RGB) is as large as the view's scale makes it: `scale` pixels to a place. The pieces at the page's border go
 * on beyond it, and the artwork beyond its own mirrored at it. What no piece covers stays black.
 */
export function layQuilt(quilt: Quilt, artwork: Planes, view: QuiltView): Planes {
  const { width, height } = view;
  const page = { width, height, channels: artwork.channels };
  const into = { ...page, data: new Float32Array(page.channels * width * height) };
  for (const patch of quilt.patches) layPatch(patch, { quilt, artwork, view, into });
  return into;
}

/** How far from a seam it is seen as one, in places. */
const nearPlaces = 1.2;

/**
 * How near each pixel is to a seam between two pieces (one channel): 4·b·(1 − b) of the mask b of the piece that is seen, blurred by 1.2
 * places; 1 at the seam, and nothing some places away from it.
 */
export function seamsOf(quilt: Quilt, view: QuiltView): Planes {
  const { width, height } = view;
  const into = { width, height, channels: 1, data: new Float32Array(width * height) };
  for (const patch of quilt.patches) {
    const { mask, box } = patch;
    const covers = mask && shareOf(mask, view.scale);
    const near = mask && sampled(blur(mask, nearPlaces));
    for (const { at, x, y } of pixelsOf(patch, quilt, view)) {
      const share = covers?.(x - box.left, y - box.top) ?? 1;
      const b = near?.(x - box.left, y - box.top) ?? 1;
      into.data[at] = Math.max((1 - share) * into.data[at]!, 4 * b * (1 - b));
    }
  }
  return into;
}

interface Laying {
  readonly quilt: Size;
  readonly artwork: Planes;
  readonly view: QuiltView;
  readonly into: Planes;
}

function layPatch(patch: Patch, { quilt, artwork, view, into }: Laying): void {
  const { scale, left, top } = view;
  const { box } = patch;
  const lines = linesOf(patch);
  const xAt = pixelOf(lines.x, scale, artwork.width);
  const yAt = pixelOf(lines.y, scale, artwork.height);
  const shareAt = patch.mask && shareOf(patch.mask, scale);
  const [from, to] = [artwork.width * artwork.height, into.width * into.height];
  for (const { at, x, y, column, row } of pixelsOf(patch, quilt, view)) {
    const [u, v] = [column - left, row - top];
    const place = xAt(u, v) + artwork.width * yAt(u, v);
    const share = shareAt?.(x - box.left, y - box.top) ?? 1;
    if (share === 0) continue;
    for (let channel = 0; channel < into.channels; channel++) {
      const here = channel * to + at;
      into.data[here] = share * artwork.data[channel * from + place]! + (1 - share) * into.data[here]!;
    }
  }
}

/** A pixel of a view: where it is in it, and what place its middle is, counted from middles of places. */
interface Pixel {
  readonly at: number;
  readonly column: number;
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** The pixels of a patch. */
function* pixelsOf(
  { box }: Patch,
  quilt: Size,
  { scale, left, top, width, height }: QuiltView,
): Generator<Pixel> {
  const columns = span(box.left, box.left + box.width, {
    whole: quilt.width,
    scale,
    first: left,
    size: width,
  });
  const rows = span(box.top, box.top + box.height, { whole: quilt.height, scale, first: top, size: height });
  for (let row = rows.first; row < rows.end; row++) {
    const y = (row - top + 0.5) / scale - 0.5;
    for (let column = columns.first; column < columns.end; column++)
      yield { at: row * width + column, column, row, x: (column - left + 0.5) / scale - 0.5, y };
  }
}

/** The pixels from one place to another; to the picture's border where the quilt ends. */
function span(
  from: number,
  until: number,
  { whole, scale, first, size }: { whole: number; scale: number; first: number; size: number },
): { readonly first: number; readonly end: number } {
  const pixel = (place: number): number => Math.min(size, Math.max(0, first + Math.round(place * scale)));
  return { first: from <= 0 ? 0 : pixel(from), end: until >= whole ? size : pixel(until) };
}

/** Neighbours that go on in the artwork have the same lines, so that their pixels go on too: only the line's offset is rounded. */
function pixelOf(
  { axis, sign, offset }: Line,
  scale: number,
  size: number,
): (column: number, row: number) => number {
  const start = Math.round(offset * scale) - (sign === 1 ? 0 : 1);
  return (column, row) => mirrored(start + sign * (axis === 0 ? column : row), size);
}

/** How much of a patch is seen at a point of its box, in places. */
function shareOf(mask: Planes, scale: number): (x: number, y: number) => number {
  const slope = Math.max(1, (2.5 * scale) / seamPx);
  const smooth = sampled(blur(mask, softnessPlaces));
  return (x, y) => Math.min(1, Math.max(0, 0.5 + slope * (smooth(x, y) - 0.5)));
}

/** A picture of one channel between its places, linearly interpolated, edges repeated. */
function sampled({ width, height, data }: Planes): (x: number, y: number) => number {
  const within = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));
  return (x, y) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [across, down] = [x - column, y - row];
    const [left, right] = [within(column, width), within(column + 1, width)];
    const [upper, lower] = [within(row, height) * width, within(row + 1, height) * width];
    const above = data[upper + left]! * (1 - across) + data[upper + right]! * across;
    const below = data[lower + left]! * (1 - across) + data[lower + right]! * across;
    return above * (1 - down) + below * down;
  };
}
