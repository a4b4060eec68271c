import { bled, inverted } from '../../base/masks.js';
import { type Pixels, toPixels, toPlanes } from '../../base/pixels.js';
import { readPicture } from '../../files/index.js';
import { rasterGlyph } from '../../glyph/index.js';
import type { TileSource } from '../../plan/tiles.js';

/** A letter's tile at its full size, its colours carried beyond the outline; what cuts it is the outline itself. */
export interface FullLetter {
  readonly picture: Pixels;
  /** Size of the em, and where the pen stands, in pixels of the picture. */
  readonly emPx: number;
  readonly x: number;
  readonly y: number;
}

/** Reads a letter's tile. Throws like `readPicture`. */
export async function fullLetter(
  { file, font, placement }: TileSource,
  character: string,
): Promise<FullLetter> {
  const tile = toPlanes(await readPicture(file, { background: '#ffffff' }));
  const { width, height } = tile;
  const mask = inverted(toPlanes(rasterGlyph(font, character, { placement, canvasPx: width, boxPx: width })));
  return {
    picture: toPixels(bled(tile, mask)),
    emPx: placement.emRatio * width,
    x: placement.x * width,
    y: placement.y * height,
  };
}
