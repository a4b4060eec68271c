import type { Planes } from '../base/pixels.js';
import { cover } from './cover.js';
import { flatten, type Segment } from './flatten.js';
import type { Font } from './font.js';

/** Where a glyph lies in a picture, in pixels from the picture's top left corner. */
export interface GlyphPlace {
  /** The em, that is the font size. */
  readonly emPx: number;
  /** The pen origin. */
  readonly originX: number;
  readonly baselineY: number;
  readonly width: number;
  readonly height: number;
  /** How far the outline is grown on all sides, its corners rounded; 0 leaves it as it is. */
  readonly growPx: number;
}

const tolerancePx = 0.002;

/**
 * How much of each pixel a glyph covers, 0..1, `[1, row, column]`: exact for the outline itself; for a grown one the
 * share on the inner side of the straight line that lies where the grown outline passes the pixel.
 * Throws AbecedaryError `font` when the font has no such glyph.
 */
export function coverGlyph(font: Font, character: string, place: GlyphPlace): Planes {
  const at = { scale: place.emPx, x: place.originX, y: place.baselineY };
  const outline = font.outline(character);
  const coverage = cover([{ outline, ...at }], place, tolerancePx);
  if (place.growPx > 0) grow(coverage.data, flatten(outline, at, tolerancePx), place);
  return coverage;
}

function grow(
  coverage: Float32Array,
  segments: readonly Segment[],
  { width, height, growPx }: GlyphPlace,
): void {
  const reach = growPx + 1;
  const nearest = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const across = new Float32Array(width * height);
  const down = new Float32Array(width * height);
  for (const { x0, y0, x1, y1 } of segments) {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const squared = dx * dx + dy * dy;
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const [x, y] = [column + 0.5 - x0, row + 0.5 - y0];
        const along = Math.max(0, Math.min(1, (x * dx + y * dy) / squared));
        const awayX = x - along * dx;
        const awayY = y - along * dy;
        const distance = Math.hypot(awayX, awayY);
        const at = row * width + column;
        if (distance >= nearest[at]!) continue;
        nearest[at] = distance;
        across[at] = awayX;
        down[at] = awayY;
      }
    }
  }
  for (let at = 0; at < coverage.length; at++) {
    const distance = nearest[at]!;
    if (distance > reach || coverage[at] === 1) continue;
    const outside = coverage[at]! < 0.5 ? distance : -distance;
    const share = shareWithin(growPx - outside, across[at]! / distance, down[at]! / distance);
    coverage[at] = Math.max(coverage[at]!, share);
  }
}

/**
 * The share of a unit square that lies on the inner side of a line with the unit normal (x, y), `inward` the distance of
 * the square's middle from it, positive inside.
 */
function shareWithin(inward: number, x: number, y: number): number {
  const long = Math.max(Math.abs(x), Math.abs(y));
  const short = Math.min(Math.abs(x), Math.abs(y));
  // On the outline itself there is no normal; any does.
  if (!(long > 0)) return Math.max(0, Math.min(1, inward + 0.5));
  const corner = (long + short) / 2;
  if (inward >= corner) return 1;
  if (inward <= -corner) return 0;
  if (Math.abs(inward) <= (long - short) / 2) return 0.5 + inward / long;
  const outer = (corner - Math.abs(inward)) ** 2 / (2 * long * short);
  return inward > 0 ? 1 - outer : outer;
}
