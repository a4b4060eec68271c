import { samplesOf } from '../../base/colour.js';
import type { Pixels } from '../../base/pixels.js';
import { offPaper } from '../../compose/index.js';
import { type Font, type Placement, rasterGlyph } from '../../glyph/index.js';

/** How far ground and letter are from the paper, on the way to black or white. */
const groundRatio = 0.06;
const letterRatio = 0.14;

/** The place of a letter that could not be made: the letter itself, a little off the paper (`#rrggbb`, or white for none). */
export function drawPlaceholder(
  font: Font,
  character: string,
  {
    placement,
    sizePx,
    paper,
  }: { readonly placement: Placement; readonly sizePx: number; readonly paper: string },
): Pixels {
  const glyph = rasterGlyph(font, character, { placement, canvasPx: sizePx, boxPx: sizePx });
  const tones = Array.from({ length: 256 }, (_, value) =>
    samplesOf(offPaper(paper, groundRatio + (1 - value / 255) * (letterRatio - groundRatio))),
  );
  const data = new Uint8Array(sizePx * sizePx * 3);
  for (let at = 0; at < glyph.data.length; at++) data.set(tones[glyph.data[at]!]!, 3 * at);
  return { width: sizePx, height: sizePx, channels: 3, data };
}
