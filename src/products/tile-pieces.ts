import { bled, inverted, withAlpha } from '../base/masks.js';
import { type Planes, toPixels, toPlanes } from '../base/pixels.js';
import type { Piece } from '../compose/index.js';
import { readPicture, resizePicture } from '../files/index.js';
import { type Font, rasterGlyph } from '../glyph/index.js';
import { type PlacedGlyph, rasterText } from '../glyph/text/index.js';
import type { TileSource } from '../plan/tiles.js';

/** A letter cut out of its tile at the size of the page. */
export interface CutLetter {
  /** RGB, a square; colours are carried beyond the outline. */
  readonly colours: Planes;
  /** Pen origin within it, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Mean RGB of the letter, 0..1. */
  readonly mean: readonly number[];
  /** Pixels of the page per pixel of the tile. */
  readonly scale: number;
}

/** What a text is set in. */
interface TextFont {
  readonly font: Font;
  readonly sizePx: number;
}

/** Reads a letter's tile and cuts the letter out by its outline, for text of this font size. Throws like `readPicture`. */
export async function cutLetter(
  { file, placement }: TileSource,
  character: string,
  { font, sizePx }: TextFont,
): Promise<CutLetter> {
  const tile = toPlanes(await readPicture(file, { background: '#ffffff' }));
  const size = { canvasPx: tile.width, boxPx: tile.width };
  const mask = inverted(toPlanes(rasterGlyph(font, character, { placement, ...size })));
  const scale = sizePx / (placement.emRatio * tile.width);
  const side = Math.max(1, Math.round(tile.width * scale));
  // Weighted by transparency, so that what is scaled down takes its colours from inside the outline only.
  const cut = toPlanes(await resizePicture(toPixels(withAlpha(bled(tile, mask), mask)), side, side));
  const area = side * side;
  const alpha = { ...cut, channels: 1, data: cut.data.slice(3 * area) };
  const inside = { ...alpha, data: alpha.data.map((value) => (value >= 0.5 ? 1 : 0)) };
  const colours = bled({ ...cut, channels: 3, data: cut.data.slice(0, 3 * area) }, inside);
  const total = alpha.data.reduce((sum, value) => sum + value, 0);
  const mean = [0, 1, 2].map(
    (channel) =>
      alpha.data.reduce((sum, value, at) => sum + value * colours.data[channel * area + at]!, 0) / total,
  );
  return { colours, mean, scale, x: placement.x * side, y: placement.y * side };
}

/** Puts a letter where it stands on the page: its edge is the outline itself, drawn at that very place. */
export function placeLetter(letter: CutLetter, glyph: PlacedGlyph, { font, sizePx }: TextFont): Piece {
  const { colours } = letter;
  const left = Math.round(glyph.x - letter.x);
  const top = Math.round(glyph.y - letter.y);
  const { width, height } = colours;
  const mask = rasterText([glyph], font, { sizePx, scale: 1, left: -left, top: -top, width, height });
  return { left, top, colours, mask };
}
