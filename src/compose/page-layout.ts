import type { Size } from '../base/pixels.js';
import { type PageSize, readPageSize, type SheetSettings } from '../config/index.js';
import { type CellShape, type Grid, layOutSheet, reduction, type SizeLimits, sheetTilePx } from './grid.js';

/** A rectangle in pixels from the top left of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the cells of a page lie, and how large it is. Whole pixels. */
export interface PageLayout {
  /** All that there is: the finished page with bleed and room for marks. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  /** The finished page. */
  readonly trim: Box;
  readonly bleed: Box;
  readonly tilePx: number;
  readonly cells: readonly { readonly tiles: readonly Box[]; readonly caption: Box }[];
  /** Crop marks. */
  readonly marks: readonly Box[];
}

interface PageNeeds {
  readonly count: number;
  /** Side of the tiles on a fitted page; on any other they are as large as fits. */
  readonly tilePx: number;
  readonly cell: CellShape;
  readonly limits?: Partial<SizeLimits>;
  /** How many times finer the page is drawn than its resolution says; for formats of lines rather than pixels. */
  readonly finer?: number;
}

/** Lays out a page of `count` cells, at least one. Reduces it, with its resolution, to the limits. */
export function layOutPage(
  settings: Pick<SheetSettings, 'columns' | 'gapRatio' | 'marginRatio' | 'page'>,
  needs: PageNeeds,
): PageLayout {
  const size = readPageSize(settings.page.size);
  const finer = needs.finer ?? 1;
  const dpi = settings.page.dpi * finer;
  const tilePx = Math.round(needs.tilePx * finer);
  const limits = needs.limits ?? {};
  if (size.kind === 'fitted') {
    const fitted = { ...settings, cell: needs.cell };
    const reduced = sheetTilePx(needs.count, { ...fitted, tilePx }, limits);
    const grid = layOutSheet(needs.count, { ...fitted, tilePx: reduced });
    const reducedDpi = (dpi * reduced) / tilePx;
    const sized = { page: grid, grid, tilePx: reduced, corner: { x: 0, y: 0 } };
    return around(settings.page, sized, { dpi: reducedDpi, cell: needs.cell });
  }
  let finest = dpi;
  for (;;) {
    const sized = sheetOf(size, settings, { ...needs, dpi: finest });
    const layout = around(settings.page, sized, { dpi: finest, cell: needs.cell });
    const scale = reduction(layout, limits);
    if (scale === 1) return layout;
    finest *= 0.999 * scale;
  }
}

interface SizedPage {
  readonly page: Size;
  readonly grid: Grid;
  readonly tilePx: number;
  readonly corner: Pick<Box, 'x' | 'y'>;
}

const millimetresPerInch = 25.4;

/** The grid with the largest tiles that fit, in the middle of a page of a given size. */
function sheetOf(
  size: Extract<PageSize, { kind: 'sized' }>,
  settings: Pick<SheetSettings, 'columns' | 'gapRatio' | 'page'>,
  { count, cell, dpi }: Pick<PageNeeds, 'count' | 'cell'> & { readonly dpi: number },
): SizedPage {
  const { orientation, marginRatio, dpi: nominalDpi } = settings.page;
  const pixelsPerUnit = { mm: dpi / millimetresPerInch, in: dpi, px: dpi / nominalDpi }[size.unit];
  const asGiven = {
    width: Math.max(1, Math.round(size.width * pixelsPerUnit)),
    height: Math.max(1, Math.round(size.height * pixelsPerUnit)),
  };
  const [short, long] = [asGiven.width, asGiven.height].sort((a, b) => a - b) as [number, number];
  const portrait = { width: short, height: long };
  const landscape = { width: long, height: short };
  const ways =
    orientation !== 'auto'
      ? [orientation === 'portrait' ? portrait : landscape]
      : size.named
        ? [landscape, portrait]
        : [asGiven];
  const marginPx = Math.round(marginRatio * short);
  const fits = ways.map((page) => {
    const room = { width: page.width - 2 * marginPx, height: page.height - 2 * marginPx };
    const candidates =
      settings.columns === 'auto'
        ? Array.from({ length: count }, (_, at) => at + 1)
        : [Math.min(settings.columns, count)];
    const tried = candidates.map((columns) => {
      const tilePx = largestTile(room, count, { ...settings, columns, cell });
      return { page, columns, tilePx };
    });
    return tried.reduce((best, next) => (next.tilePx > best.tilePx ? next : best));
  });
  const { page, columns, tilePx } = fits.reduce((best, next) => (next.tilePx > best.tilePx ? next : best));
  const grid = layOutSheet(count, { ...settings, columns, cell, tilePx, marginRatio: 0 });
  return {
    page,
    grid,
    tilePx,
    corner: {
      x: Math.floor((page.width - grid.width) / 2),
      y: Math.floor((page.height - grid.height) / 2),
    },
  };
}

function largestTile(
  room: Size,
  count: number,
  { columns, gapRatio, cell }: { columns: number; gapRatio: number; cell: CellShape },
): number {
  const rows = Math.ceil(count / columns);
  const across = columns * (cell.tiles + (cell.tiles - 1) * cell.betweenRatio) + (columns - 1) * gapRatio;
  const down = rows * (1 + cell.captionRatio) + (rows - 1) * gapRatio;
  let tilePx = Math.max(1, Math.floor(Math.min(room.width / across, room.height / down)));
  // Gaps are rounded to whole pixels, each by up to a half.
  const settings = { columns, gapRatio, cell, marginRatio: 0 };
  for (; tilePx > 1; tilePx--) {
    const { width, height } = layOutSheet(count, { ...settings, tilePx });
    if (width <= room.width && height <= room.height) break;
  }
  return tilePx;
}

/** Marks stand off the cut, so that none is left on the page where the cut is not exact. */
const markOffsetMm = 2;
const markLengthMm = 5;
const markWidthPt = 0.25;

function around(
  { bleedMm, cropMarks }: Pick<SheetSettings['page'], 'bleedMm' | 'cropMarks'>,
  { page, grid, tilePx, corner }: SizedPage,
  { dpi, cell }: { readonly dpi: number; readonly cell: CellShape },
): PageLayout {
  const toPx = (mm: number): number => Math.round((mm * dpi) / millimetresPerInch);
  const bleedPx = toPx(bleedMm);
  const offsetPx = Math.max(bleedPx, toPx(markOffsetMm));
  const edgePx = cropMarks ? offsetPx + toPx(markLengthMm) : bleedPx;
  const trim = { x: edgePx, y: edgePx, width: page.width, height: page.height };
  const bleed = {
    x: trim.x - bleedPx,
    y: trim.y - bleedPx,
    width: trim.width + 2 * bleedPx,
    height: trim.height + 2 * bleedPx,
  };
  const across = filling(page.width, grid.width, { corner: corner.x, count: grid.columns * cell.tiles });
  const down = filling(page.height, grid.height, { corner: corner.y, count: grid.rows });
  const placed = (box: Box): Box => {
    const [left, top] = [across(box.x), down(box.y)];
    const [right, bottom] = [across(box.x + box.width), down(box.y + box.height)];
    return { x: trim.x + left, y: trim.y + top, width: right - left, height: bottom - top };
  };
  const cells = grid.places.map(({ x, y }) => {
    const { width, height, stepPx } = grid.cell;
    return {
      tiles: Array.from({ length: cell.tiles }, (_, at) =>
        placed({ x: x + at * stepPx, y, width: tilePx, height: tilePx }),
      ),
      caption: placed({ x, y: y + tilePx, width, height: height - tilePx }),
    };
  });
  const marks = cropMarks
    ? cropMarksOf(trim, { offsetPx, lengthPx: toPx(markLengthMm), widthPx: (dpi * markWidthPt) / 72 })
    : [];
  return {
    width: page.width + 2 * edgePx,
    height: page.height + 2 * edgePx,
    dpi,
    trim,
    bleed,
    tilePx,
    cells,
    marks,
  };
}

/**
 * Where a place of the grid lies on the page, along one side. What rounding to whole pixels leaves free, less than one for each tile,
 * is given to the tiles, so that those that fill the page reach its edge.
 */
function filling(
  pagePx: number,
  gridPx: number,
  { corner, count }: { readonly corner: number; readonly count: number },
): (place: number) => number {
  const free = pagePx - gridPx;
  if (free <= 0 || free >= count) return (place) => corner + place;
  return (place) => Math.round((place * pagePx) / gridPx);
}

/** Lays out a page that one picture fills, with bleed and marks; the picture keeps its pixels. */
export function layOutPicture(
  { width, height }: Size,
  page: Pick<SheetSettings['page'], 'bleedMm' | 'cropMarks'>,
  dpi: number,
): PageLayout {
  const cell = { tiles: 1, betweenRatio: 0, captionRatio: 0 };
  const grid: Grid = {
    ...{ width, height, columns: 1, rows: 1, places: [{ x: 0, y: 0 }] },
    cell: { width, height, stepPx: width },
  };
  const layout = around(
    page,
    { page: { width, height }, grid, tilePx: width, corner: { x: 0, y: 0 } },
    { dpi, cell },
  );
  return { ...layout, cells: [{ tiles: [layout.trim], caption: { ...layout.trim, height: 0 } }] };
}

function cropMarksOf(
  trim: Box,
  {
    offsetPx,
    lengthPx,
    widthPx,
  }: { readonly offsetPx: number; readonly lengthPx: number; readonly widthPx: number },
): Box[] {
  const linePx = Math.max(1, Math.round(widthPx));
  const [left, top, right, bottom] = [trim.x, trim.y, trim.x + trim.width, trim.y + trim.height];
  const half = Math.floor(linePx / 2);
  return [left, right].flatMap((x) =>
    [top, bottom].flatMap((y) => [
      {
        x: x === left ? left - offsetPx - lengthPx : right + offsetPx,
        y: y - half,
        width: lengthPx,
        height: linePx,
      },
      {
        x: x - half,
        y: y === top ? top - offsetPx - lengthPx : bottom + offsetPx,
        width: linePx,
        height: lengthPx,
      },
    ]),
  );
}
