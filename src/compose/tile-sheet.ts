import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import { type LayoutSettings, layOutSheet, maxSheetPixels } from './grid.js';
import { offPaper, paperSamples, type Samples8 } from './paper.js';

export interface Tile {
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
  tiles: readonly Tile[],
  settings: LayoutSettings & { readonly paper: string },
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
  const sheet: Pixels = { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
  fill(sheet, 0, 0, width, height, paperSamples(paper));
  for (const { x, y, sidePx, picture } of tiles) {
    if (picture === undefined) fill(sheet, x, y, sidePx, sidePx, offPaper(paper));
    else draw(sheet, x, y, picture);
  }
  return sheet;
}

function fill(sheet: Pixels, x: number, y: number, width: number, height: number, colour: Samples8): void {
  const row = new Uint8Array(width * 3);
  for (let at = 0; at < row.length; at += 3) row.set(colour, at);
  for (let line = y; line < y + height; line++) sheet.data.set(row, (line * sheet.width + x) * 3);
}

/** Lays the picture over what is on the sheet. */
function draw(sheet: Pixels, x: number, y: number, picture: Pixels): void {
  const { width, height, channels, data } = picture;
  for (let line = 0; line < height; line++) {
    let to = ((y + line) * sheet.width + x) * 3;
    let from = line * width * channels;
    if (channels === 3) {
      sheet.data.set(data.subarray(from, from + width * 3), to);
      continue;
    }
    for (let column = 0; column < width; column++, from += channels, to += 3) {
      const opacity = channels === 4 ? data[from + 3]! / 255 : 1;
      for (let channel = 0; channel < 3; channel++) {
        const below = sheet.data[to + channel]!;
        const above = data[from + (channels === 1 ? 0 : channel)]!;
        sheet.data[to + channel] = Math.round(below + (above - below) * opacity);
      }
    }
  }
}
