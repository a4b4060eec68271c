import type { Planes, Size } from '../../base/pixels.js';
import { cover } from '../cover.js';
import type { Font } from '../font.js';
import { turned } from '../outline.js';
import type { PlacedGlyph } from './text-layout.js';

/** How a page is seen: its scale, and what part of it. All in pixels of the picture, but the font size. */
interface PageView extends Size {
  /** The font size in pixels of the page. */
  readonly sizePx: number;
  /** Pixels of the picture per pixel of the page. */
  readonly scale: number;
  /** Where the page's top left lies in the picture. */
  readonly left: number;
  readonly top: number;
}

/**
 * How much of each pixel the glyphs cover, exactly: one channel, 0..1. Throws AbecedaryError `font` for a damaged glyph.
 */
export function rasterText(glyphs: readonly PlacedGlyph[], font: Font, view: PageView): Planes {
  const { sizePx, scale, left, top } = view;
  const outlines = glyphs.map(({ face, glyph, x, y, character, turn = 0 }) => ({
    outline: turned(font.faces[face]!.glyph(glyph, character).outline, turn),
    scale: sizePx * scale,
    x: left + x * scale,
    y: top + y * scale,
  }));
  return cover(outlines, view);
}
