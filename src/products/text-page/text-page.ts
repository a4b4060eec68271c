import { join } from 'node:path';
import type { SheetSettings, TextFormat, TextSettings } from '../../config/index.js';
import type { Font } from '../../glyph/index.js';
import type { PlacedGlyph, TextLayout } from '../../glyph/text/index.js';
import type { TileSource } from '../../plan/tiles.js';
import { writePdfText } from './pdf-text.js';
import { writeRasterText } from './raster-text.js';
import { writeSvgText } from './svg-text.js';

/** A page of text that is made, and what it is made of. */
export interface TextPage {
  readonly text: TextSettings;
  /** What a printer needs. */
  readonly print: SheetSettings['page'];
  readonly content: string;
  readonly layout: TextLayout;
  readonly font: Font;
  /** The page as PNG. */
  readonly picture: string;
  readonly folder: string;
  readonly name: string;
  /** When it was made. */
  readonly date: Date;
  /** Of a page from tiles: its letters, and what they stand on: a colour (`#rrggbb`), a picture's file, or nothing. */
  readonly tiles?: { readonly letters: readonly TextTile[]; readonly ground: TextGround } | undefined;
}

interface TextTile {
  readonly glyph: PlacedGlyph;
  readonly source: TileSource;
}

export type TextGround = { readonly colour: string } | { readonly file: string } | undefined;

const endings: Readonly<Record<TextFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  avif: 'avif',
  tiff: 'tif',
  pdf: 'pdf',
  svg: 'svg',
};

/** Writes the page in every format that is wanted beside its PNG. Throws `output`, and `config` for a profile that is none. */
export async function writeTextPage(
  page: TextPage,
): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const fileOf = (format: TextFormat): string => join(page.folder, `${page.name}.${endings[format]}`);
  const wanted = page.text.formats.filter((format) => format !== 'png');
  const notes: string[] = [];
  for (const format of wanted) {
    if (format === 'pdf') await writePdfText(fileOf(format), page);
    else if (format === 'svg') await writeSvgText(fileOf(format), page);
    else notes.push(...(await writeRasterText(fileOf(format), format, page)));
  }
  return { files: wanted.map(fileOf), notes };
}
