import type { SheetSettings } from '../config/index.js';

/** Side of one tile in pixels, and the parts of the sheet's settings that decide where tiles lie. */
export type LayoutSettings = Pick<SheetSettings, 'columns' | 'gapRatio' | 'marginRatio'> & {
  readonly tilePx: number;
};

export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Top left corner of each tile, in pixels, in the order of the tiles. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** No sheet is larger, in pixels; keeps a sheet with its tiles in about 400 MB. */
export const maxSheetPixels = 64_000_000;

/** Where `count` tiles (at least one) lie on the sheet: row by row, the last row centred. */
export function layOutSheet(count: number, settings: LayoutSettings): SheetLayout {
  const { tilePx } = settings;
  const columns = settings.columns === 'auto' ? pleasantColumns(count) : Math.min(settings.columns, count);
  const rows = Math.ceil(count / columns);
  const marginPx = Math.round(settings.marginRatio * tilePx);
  const stepPx = tilePx + Math.round(settings.gapRatio * tilePx);
  const places = Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columns);
    const emptyPlaces = row === rows - 1 ? rows * columns - count : 0;
    return {
      x: marginPx + (at % columns) * stepPx + Math.floor((emptyPlaces * stepPx) / 2),
      y: marginPx + row * stepPx,
    };
  });
  const side = (tiles: number): number => 2 * marginPx + tiles * stepPx - (stepPx - tilePx);
  return { width: side(columns), height: side(rows), columns, rows, places };
}

/**
 * The largest tile, at most `settings.tilePx`, with which a sheet of `count` tiles stays within `maxPixels`; what tiles
 * should be resized to before a sheet is composed of them.
 */
export function sheetTilePx(count: number, settings: LayoutSettings, maxPixels = maxSheetPixels): number {
  let tilePx = settings.tilePx;
  while (tilePx > 1) {
    const { width, height } = layOutSheet(count, { ...settings, tilePx });
    if (width * height <= maxPixels) break;
    tilePx = Math.min(tilePx - 1, Math.ceil(tilePx * Math.sqrt(maxPixels / (width * height))));
  }
  return tilePx;
}

/**
 * The number of columns whose sheet comes nearest to a landscape poster (√2 : 1) with few empty places in the last row;
 * an empty place counts as twice its share of the sheet. Makes 7 columns of 26 letters.
 */
export function pleasantColumns(count: number): number {
  let best = 1;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const places = columns * rows;
    const cost = Math.abs(Math.log(columns / rows / Math.SQRT2)) + (2 * (places - count)) / places;
    if (cost < bestCost) {
      best = columns;
      bestCost = cost;
    }
  }
  return best;
}
