import { type Pixels, square } from '../base/pixels.js';
import { cover } from './cover.js';
import type { Font } from './font.js';
import type { Placement } from './placement.js';

/** How a glyph is drawn. */
interface GlyphView {
  readonly placement: Placement;
  /** Side of the square picture, a whole number of pixels. */
  readonly canvasPx: number;
  /** Side of the letter box, which lies in the middle of the picture; need not be whole, may be larger or smaller. */
  readonly boxPx: number;
}

/**
 * How far a straight piece may leave its curve: in a large picture what one step of 8 bits can show, in a small one less,
 * so that the whole area stays right to a few hundredths of a percent.
 */
const tolerancePx = (boxPx: number): number => Math.min(0.004, Math.max(0.0005, boxPx * 1e-5));

/**
 * Draws a glyph black on white from its outline: one channel, 0 ink, 255 paper, between them the exact share of the pixel
 * that the ink covers. Throws AbecedaryError `font` when the font has no such glyph.
 */
export function rasterGlyph(font: Font, character: string, view: GlyphView): Pixels {
  const { placement, canvasPx, boxPx } = view;
  if (!Number.isInteger(canvasPx) || canvasPx < 1) throw new RangeError(`a picture of ${canvasPx} pixels`);
  const corner = (canvasPx - boxPx) / 2;
  const glyph = {
    outline: font.outline(character),
    scale: boxPx * placement.emRatio,
    x: corner + boxPx * placement.x,
    y: corner + boxPx * placement.y,
  };
  const coverage = cover([glyph], square(canvasPx), tolerancePx(boxPx)).data;
  // A plain loop: `Uint8Array.from` with a function takes seconds for a large picture.
  const data = new Uint8Array(coverage.length);
  for (let at = 0; at < data.length; at++) data[at] = 255 - Math.round(255 * coverage[at]!);
  return { width: canvasPx, height: canvasPx, channels: 1, data };
}
