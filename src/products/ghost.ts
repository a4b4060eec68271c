import type { Pixels } from '../base/pixels.js';
import { type Font, type Placement, rasterGlyph } from '../glyph/index.js';

/** How far ground and letter are from the paper, on the way to black or white. */
const groundTone = 0.06;
const letterTone = 0.14;

/** The place of a letter that could not be made: the letter itself, a little off the paper (`#rrggbb`, or white for none). */
export function drawGhost(
  font: Font,
  character: string,
  placement: Placement,
  sizePx: number,
  paper: string,
): Pixels {
  const glyph = rasterGlyph(font, character, placement, { canvasPx: sizePx, boxPx: sizePx });
  const value = Number.parseInt(paper === 'transparent' ? 'ffffff' : paper.slice(1), 16);
  const channels = [value >> 16, (value >> 8) & 255, value & 255];
  const target = channels.reduce((sum, each) => sum + each, 0) >= 384 ? 0 : 255;
  const data = new Uint8Array(sizePx * sizePx * 3);
  for (let at = 0; at < sizePx * sizePx; at++) {
    const ink = 1 - glyph.data[at * glyph.channels]! / 255;
    const tone = groundTone + ink * (letterTone - groundTone);
    for (const [channel, light] of channels.entries()) {
      data[at * 3 + channel] = Math.round(light + (target - light) * tone);
    }
  }
  return { width: sizePx, height: sizePx, channels: 3, data };
}
