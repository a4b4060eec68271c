import type { Planes } from '../../base/pixels.js';
import { coverContours } from '../coverage.js';
import type { Font } from '../font.js';
import { flatten, type Segment } from '../outline.js';
import type { PlacedGlyph } from './layout.js';

/** How the page is seen: its scale, and what part of it. All in pixels of the picture. */
export interface PageView {
  /** Pixels of the picture per pixel of the page. */
  readonly scale: number;
  /** Where the page's top left lies in the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How far a straight piece may leave its curve, in pixels: less than a step of 8 bits can show. */
const tolerancePx = 0.004;

/**
 * How much of each pixel the glyphs cover, exactly: one channel, 0..1. Throws AbecedaryError `font` for a damaged glyph.
 */
export function rasterText(
  glyphs: readonly PlacedGlyph[],
  font: Font,
  sizePx: number,
  { scale, left, top, width, height }: PageView,
): Planes {
  const segments: Segment[] = [];
  for (const { face, glyph, x, y, character } of glyphs) {
    const { outline } = font.faces[face]!.glyph(glyph, character);
    const place = { scale: sizePx * scale, x: left + x * scale, y: top + y * scale };
    for (const segment of flatten(outline, place, tolerancePx)) segments.push(segment);
  }
  return { width, height, channels: 1, data: coverContours(segments, width, height) };
}
