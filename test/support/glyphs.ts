import type { Pixels } from '../../src/base/pixels.js';
import { createConfig } from '../../src/config/index.js';
import { loadFont, placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';

/** The glyphs of the default font as a run draws them: one channel, black on white, squares of `sidePx`. */
export async function plainGlyphs(characters: string, sidePx: number): Promise<Map<string, Pixels>> {
  const config = createConfig({ characters });
  const font = await loadFont(config.font);
  const places = placeGlyphs(font, config.characters, config.glyph);
  return new Map(
    config.characters.map((character) => [
      character,
      rasterGlyph(font, character, { placement: places.get(character)!, canvasPx: sidePx, boxPx: sidePx }),
    ]),
  );
}

/** The glyph in two colours, three channels. `change` may alter each sample by its place and channel. */
export function paintGlyph(
  { width, height, data }: Pixels,
  ink: readonly number[],
  ground: readonly number[],
  change: (value: number, at: number, channel: number) => number = (value) => value,
): Pixels {
  const painted = new Uint8Array(3 * data.length);
  for (let at = 0; at < data.length; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const share = data[at]! / 255;
      const value = ink[channel]! + (ground[channel]! - ink[channel]!) * share;
      painted[3 * at + channel] = Math.min(255, Math.max(0, change(value, at, channel)));
    }
  }
  return { width, height, channels: 3, data: painted };
}
