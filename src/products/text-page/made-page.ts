import type { SheetSettings, TextSettings } from '../../config/index.js';
import type { Font } from '../../glyph/index.js';
import type { PlacedGlyph, TextLayout } from '../../glyph/text/index.js';
import type { TileSource } from '../../plan/tiles.js';

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
