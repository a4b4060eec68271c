import { AbecedaryError } from '../base/errors.js';
import { type Pixels, square } from '../base/pixels.js';
import { createCanvas, layColour, layPicture } from './canvas.js';
import { type GridSettings, layOutSheet, maxSheetPixels } from './grid.js';
import { offPaper } from './paper.js';

export interface SheetTile {
  readonly character: string;
  /** A square of `tilePx`; undefined where the letter is not there (yet). */
  readonly picture: Pixels | undefined;
}

/**
 * All tiles on one sheet, in their order, row by row, the last row centred. A missing letter leaves its place in a tone
 * slightly off the paper. Grey tiles become sRGB; transparent ones show the paper.
 *
 * Returns three channels. Throws RangeError for no tiles or a tile of another size than `tilePx`, and an `output`
 * AbecedaryError for a sheet of more than 64 million pixels (`sheetTilePx` says what fits).
 */
export function composeSheet(
  tiles: readonly SheetTile[],
  settings: GridSettings & { readonly paper: string },
): Pixels {
  const { tilePx } = settings;
  if (tiles.length === 0) throw new RangeError('a sheet needs at least one tile');
  const { width, height, places } = layOutSheet(tiles.length, settings);
  if (width * height > maxSheetPixels) {
    throw new AbecedaryError(
      'output',
      `Expected a sheet of at most ${maxSheetPixels} pixels, got ${width}x${height}; make the letters smaller.`,
    );
  }
  for (const { character, picture } of tiles) {
    if (picture === undefined || (picture.width === tilePx && picture.height === tilePx)) continue;
    throw new RangeError(`tile ${character} is ${picture.width}x${picture.height}, not ${tilePx}x${tilePx}`);
  }
  const placed = tiles.map(({ picture }, at) => ({ ...places[at]!, sidePx: tilePx, picture }));
  return composeTiles(placed, { width, height, paper: settings.paper });
}

/**
 * Squares laid on paper of any size, each with its top left corner at (x, y), where it has to fit. One without a picture is
 * a tone slightly off the paper. Three channels.
 */
export function composeTiles(
  tiles: readonly {
    readonly x: number;
    readonly y: number;
    readonly sidePx: number;
    readonly picture: Pixels | undefined;
  }[],
  { width, height, paper }: { readonly width: number; readonly height: number; readonly paper: string },
): Pixels {
  const sheet = createCanvas({ width, top: 0, rows: height, channels: 3, depth: 8 });
  layColour(sheet, { x: 0, y: 0, width, height }, { colour: paper });
  for (const { x, y, sidePx, picture } of tiles) {
    if (picture !== undefined) layPicture(sheet, picture, { x, y });
    else layColour(sheet, { x, y, ...square(sidePx) }, { colour: offPaper(paper) });
  }
  return { width, height, channels: 3, data: sheet.samples as Uint8Array };
}
