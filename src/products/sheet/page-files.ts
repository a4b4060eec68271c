import { join } from 'node:path';
import type { Pixels } from '../../base/pixels.js';
import {
  type CellShape,
  type Drawing,
  drawPage,
  type Item,
  layOutPage,
  type PageLayout,
  type PageSources,
  paintPage,
} from '../../compose/index.js';
import type { AlphabetConfig, SheetFormat, SheetSettings, TextFormat } from '../../config/index.js';
import {
  type PressParts,
  type PrintProfile,
  type RasterFormat,
  rasterLimits,
  readPrintProfile,
  readStrip,
  writePdfPage,
  writeRasterPage,
} from '../../files/index.js';
import { cover, type Outline } from '../../glyph/index.js';
import { type CaptionText, captionRatio, openCaptions } from './captions.js';
import { pdfPage } from './pdf-drawing.js';

/** What is to be seen in one cell. */
export interface Cell {
  /** Undefined for a place that stays empty. */
  readonly pictures: readonly (Picture | undefined)[];
  readonly caption: CaptionText;
}

/** A picture file, or samples, under a name of its own. */
export interface Picture {
  readonly name: string;
  readonly source: string | Pixels;
  /** What it shows, for those who do not see it. */
  readonly shows?: string | undefined;
}

interface PageRequest {
  /** Files are `<folder>/<stem>.<ending>`. */
  readonly folder: string;
  readonly stem: string;
  readonly title: string;
  /** When the letters were made; nobody's clock is to decide the bytes of a file. */
  readonly date?: Date | undefined;
  readonly formats: readonly SheetFormat[];
  readonly settings: Omit<SheetSettings, 'formats'>;
  readonly font: AlphabetConfig['font'];
  readonly cells: readonly Cell[];
  /** Side of a tile on a fitted page, in pixels. */
  readonly tilePx: number;
  /** Space between the tiles of a cell, in tiles' sides. */
  readonly betweenRatio?: number;
  /** How much larger captions are than those of a sheet; default 1. */
  readonly captionScale?: number;
}

/** What was written. */
export interface PageFiles {
  readonly files: readonly string[];
  /** Sentences the user should read. */
  readonly notes: readonly string[];
}

const endings: Readonly<Record<TextFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  avif: 'avif',
  tiff: 'tif',
  pdf: 'pdf',
  svg: 'svg',
};

/** The file of a page in a format. */
export function pageFile(folder: string, stem: string, format: TextFormat): string {
  return join(folder, `${stem}.${endings[format]}`);
}

/** The profile that a page is printed by. Throws like `readPrintProfile`. */
export async function printProfileOf({
  profile,
}: Pick<SheetSettings['page'], 'profile'>): Promise<PrintProfile | undefined> {
  return profile === 'none' ? undefined : await readPrintProfile(profile);
}

/** Lays the cells on a page and writes it in every format; a format that cannot hold it at full size is reduced. Throws `output`. */
export async function writePageFiles(request: PageRequest): Promise<PageFiles> {
  const { folder, stem, formats, settings } = request;
  const { draw, shapes } = await openDrawing(request);
  const pictures = new Map(
    request.cells.flatMap(({ pictures }) =>
      pictures.flatMap((picture) => (picture === undefined ? [] : [[picture.name, picture.source] as const])),
    ),
  );
  const fileOf = (format: SheetFormat): string => pageFile(folder, stem, format);
  const raster = formats.filter((format): format is RasterFormat => format !== 'pdf');
  const wanted = layOut(request, {});
  const notes: string[] = [];
  const groups = new Map<string, { layout: PageLayout; formats: RasterFormat[] }>();
  for (const format of raster) {
    const layout = layOut(request, { limits: rasterLimits[format] });
    if (layout.width < wanted.width) {
      notes.push(
        `${stem}.${endings[format]} is ${layout.width} x ${layout.height} pixels instead of ${wanted.width} x ${wanted.height}, the most that is made of this format.`,
      );
    }
    const key = `${layout.width} ${layout.height} ${layout.tilePx}`;
    const group = groups.get(key) ?? { layout, formats: [] };
    group.formats.push(format);
    groups.set(key, group);
  }
  const sources: PageSources = {
    picture: (name, part, depth) => readStrip(pictures.get(name)!, part, depth),
    shape: (name, size) => cover([{ outline: shapes.get(name)!, scale: 1, x: 0, y: 0 }], size).data,
  };
  const profile = await printProfileOf(settings.page);
  const channels = settings.paper === 'transparent' ? 4 : 3;
  for (const group of groups.values()) {
    const drawing = draw(group.layout);
    const { width, height, dpi } = group.layout;
    await writeRasterPage(
      group.formats.map((format) => ({ file: fileOf(format), format })),
      {
        ...{ width, height, channels, dpi, press: pressParts(drawing, sources, channels) },
        bands: (depth) => paintPage(drawing, sources, { channels, depth }),
      },
      profile,
    );
  }
  if (formats.includes('pdf')) {
    const layout = layOut(request, { finer: pdfDpi / settings.page.dpi });
    const shown = new Map(
      request.cells.flatMap(({ pictures }) => pictures.map((picture) => [picture?.name, picture?.shows])),
    );
    await writePdfPage(fileOf('pdf'), {
      ...pdfPage(draw(layout), shapes),
      title: request.title,
      creator: 'Abecedary',
      date: request.date,
      picture: async (name) => pictures.get(name)!,
      alternative: (name) => shown.get(name),
      print: { x4: settings.page.pdf === 'x4', profile },
    });
  }
  return { files: formats.map(fileOf), notes };
}

/** A page as a press prints it: pictures below, writing and marks over them. */
export function pressParts(drawing: Drawing, sources: PageSources, channels: 3 | 4): PressParts {
  const { items } = drawing;
  const isOver = ({ kind }: Item): boolean => kind === 'shape' || kind === 'mark';
  const below = { ...drawing, items: items.filter((item) => !isOver(item)) };
  const written = items.filter(({ kind }) => kind === 'shape');
  const writing = { ...drawing, paper: 'transparent', items: written };
  return {
    below: () => paintPage(below, sources, { channels, depth: 8 }),
    writing: written.length === 0 ? undefined : () => paintPage(writing, sources, { channels: 4, depth: 8 }),
    marks: items.flatMap((item) => (item.kind === 'mark' ? [item.box] : [])),
  };
}

/** So fine that rounding to it is not seen; a fortieth of a point. */
const pdfDpi = 2880;

function layOut(
  { settings, cells, tilePx, betweenRatio = 0, captionScale = 1 }: PageRequest,
  extra: { limits?: (typeof rasterLimits)[RasterFormat]; finer?: number },
): PageLayout {
  const captioned = cells.some(({ caption }) => caption.strong !== '' || caption.quiet !== '');
  const cell: CellShape = {
    tiles: cells[0]!.pictures.length,
    betweenRatio,
    captionRatio: captioned ? captionScale * captionRatio : 0,
  };
  return layOutPage(settings, { count: cells.length, tilePx, cell, ...extra });
}

async function openDrawing({
  settings,
  font,
  cells,
  captionScale = 1,
}: PageRequest): Promise<{ draw: (layout: PageLayout) => Drawing; shapes: ReadonlyMap<string, Outline> }> {
  const captions = await openCaptions(settings.captionFont, font);
  const draw = (layout: PageLayout): Drawing =>
    drawPage(
      layout,
      settings.paper,
      cells.map(({ pictures, caption }, at) => ({
        pictures: pictures.map((picture) => picture?.name),
        caption: captions.set(`${at} ${layout.tilePx}`, caption, {
          tilePx: layout.tilePx,
          widthPx: layout.cells[at]!.caption.width,
          scale: captionScale,
          paper: settings.paper,
        }),
      })),
    );
  return { draw, shapes: captions.shapes };
}
