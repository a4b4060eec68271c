import type { SheetSettings } from '../config/index.js';

/** Side of one tile in pixels, and what decides where tiles lie. */
export type GridSettings = Pick<SheetSettings, 'columns' | 'gapRatio' | 'marginRatio'> & {
  readonly tilePx: number;
  /** What one cell of the sheet is; default: one tile. All in sides of a tile. */
  readonly cell?: CellShape | undefined;
};

/** A cell holds tiles side by side, and below them room for a caption. */
export interface CellShape {
  readonly tiles: number;
  /** Space between the tiles of a cell. */
  readonly betweenRatio: number;
  readonly captionRatio: number;
}

export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Top left corner of each cell, in pixels, in the order of the cells. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly cell: {
    readonly width: number;
    readonly height: number;
    /** From one tile of a cell to the next. */
    readonly stepPx: number;
  };
}

/** No sheet that is composed in memory is larger, in pixels; keeps a sheet with its tiles in about 400 MB. */
export const maxSheetPixels = 64_000_000;

const plainCell: CellShape = { tiles: 1, betweenRatio: 0, captionRatio: 0 };

/** Where `count` cells (at least one) lie on the sheet: row by row, the last row centred. */
export function layOutSheet(count: number, settings: GridSettings): Grid {
  const { tilePx } = settings;
  const shape = settings.cell ?? plainCell;
  const stepPx = tilePx + Math.round(shape.betweenRatio * tilePx);
  const cell = {
    width: shape.tiles * stepPx - (stepPx - tilePx),
    height: tilePx + Math.round(shape.captionRatio * tilePx),
    stepPx,
  };
  const columns =
    settings.columns === 'auto'
      ? pleasantColumns(count, cell.width / cell.height)
      : Math.min(settings.columns, count);
  const rows = Math.ceil(count / columns);
  const marginPx = Math.round(settings.marginRatio * tilePx);
  const gapPx = Math.round(settings.gapRatio * tilePx);
  const [stepX, stepY] = [cell.width + gapPx, cell.height + gapPx];
  const places = Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columns);
    const emptyPlaces = row === rows - 1 ? rows * columns - count : 0;
    return {
      x: marginPx + (at % columns) * stepX + Math.floor((emptyPlaces * stepX) / 2),
      y: marginPx + row * stepY,
    };
  });
  return {
    width: 2 * marginPx + columns * stepX - gapPx,
    height: 2 * marginPx + rows * stepY - gapPx,
    columns,
    rows,
    places,
    cell,
  };
}

/**
 * The largest tile, at most `settings.tilePx`, with which a sheet of `count` cells stays within `limits`: what tiles
 * should be resized to before a sheet is composed of them.
 */
export function sheetTilePx(count: number, settings: GridSettings, limits: Partial<SizeLimits>): number {
  let tilePx = settings.tilePx;
  while (tilePx > 1) {
    const scale = reduction(layOutSheet(count, { ...settings, tilePx }), limits);
    if (scale === 1) break;
    tilePx = Math.min(tilePx - 1, Math.ceil(tilePx * scale));
  }
  return tilePx;
}

export interface SizeLimits {
  /** Width times height. */
  readonly pixels: number;
  /** Of width and height. */
  readonly sidePx: number;
}

/** What sides have to be multiplied with to keep a limit, 1 where they keep it. */
export function reduction(
  { width, height }: { readonly width: number; readonly height: number },
  { pixels = Number.POSITIVE_INFINITY, sidePx = Number.POSITIVE_INFINITY }: Partial<SizeLimits>,
): number {
  return Math.min(1, Math.sqrt(pixels / (width * height)), sidePx / Math.max(width, height));
}

/**
 * The number of columns whose sheet comes nearest to a landscape poster (√2 : 1) with few empty places in the last row;
 * an empty place counts as twice its share of the sheet. `cellAspect` is a cell's width by its height. Makes 7 columns of
 * 26 letters.
 */
export function pleasantColumns(count: number, cellAspect = 1): number {
  let best = 1;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const places = columns * rows;
    const cost =
      Math.abs(Math.log((columns * cellAspect) / rows / Math.SQRT2)) + (2 * (places - count)) / places;
    if (cost < bestCost) {
      best = columns;
      bestCost = cost;
    }
  }
  return best;
}
