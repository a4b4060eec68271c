import { extname } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import { packageVersion } from '../../base/package-facts.js';
import type { FontSource } from '../../glyph/index.js';
import { colourTables, type FontPictures } from './colour-tables.js';
import { flatLetter } from './flat/flat-letter.js';
import { type FontFile, writeFontFiles } from './font-files.js';
import { listGlyphs, stylesCapitalsOnly } from './glyph-list.js';
import { mixedTones, openRuns, plainColour, readLetters } from './letters.js';
import { fontNames } from './names.js';
import { measurePlain, type PlainGlyph, withPlainPictures } from './plain-pictures.js';
import { checkEmbedding, checkFamily } from './rights.js';
import { type BaseTables, baseTables, type FontDescription, type Strike } from './sfnt/index.js';
import {
  type Anchor,
  drawStrikes,
  largestForBytes,
  measureLetter,
  type PictureGrid,
  penOrigin,
  planStrikes,
  type StyledLetter,
} from './strikes.js';

export interface ColourFontOptions {
  /** The name by which programs list the font. */
  readonly family: string;
  /** The file with sbix and SVG; the others lie beside it. Its ending is .ttf. */
  readonly file: string;
  /** `auto`: small letters give capitals where capitals are styled and no small letter is. */
  readonly smallLetters?: 'auto' | 'capitals' | 'own' | undefined;
  /** Output folders of other finished runs from the same font: their letters take turns with the run's own. */
  readonly alternates?: readonly string[] | undefined;
  /**
   * `pictures` (default): the other letters of the source font come along without colour, and in the TTF files with pictures in the
   * mean colour of the styled ones, for programs that show nothing else. `outlines`: without pictures.
   */
  readonly others?: 'pictures' | 'outlines' | 'none' | undefined;
  /** Sizes of the pictures, in pixels per em, 8..2048; default: the letters' own, and each half of the one before. */
  readonly strikes?: readonly number[] | undefined;
  /** How far the pictures reach beyond the outline, of the letter's side. */
  readonly growRatio?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ColourFontResult {
  readonly files: readonly FontFile[];
  readonly styled: readonly string[];
  readonly glyphs: number;
  readonly pairs: number;
  /** Pixels per em of the pictures in the two kinds of file. */
  readonly strikes: { readonly sbix: readonly number[]; readonly cbdt: readonly number[] };
  /** Sentences that the user should read. */
  readonly notes: readonly string[];
}

/**
 * Makes a font of the letters of a finished run that can be typed with: their pictures over real outlines, with the source
 * font's advances, kerning and lines. Writes a file with sbix and SVG, one with CBDT, one in flat colours, all as WOFF2 too, and a
 * specimen page. Throws `font` where the source font's bits forbid it, `config` for a family name that it reserves, and like
 * `openRunLetters`.
 */
export async function makeColourFont(run: string, options: ColourFontOptions): Promise<ColourFontResult> {
  const { family, file, growRatio = 0, smallLetters = 'auto', others = 'pictures', signal } = options;
  if (extname(file).toLowerCase() !== '.ttf') {
    throw new AbecedaryError('config', `Expected a font file ending in .ttf, got ${file}; rename it.`);
  }
  const runs = await openRuns(run, options.alternates ?? []);
  const { source, characters: styled } = runs[0];
  const { font, metrics, rights } = source;
  checkEmbedding(rights, font.family);
  checkFamily(family, { family: font.family, rights });

  const smallAsCapitals = smallLetters === 'auto' ? stylesCapitalsOnly(styled) : smallLetters === 'capitals';
  const alternates = runs.slice(1).map(({ characters }) => characters);
  const list = listGlyphs(source, { styled, alternates, others, smallAsCapitals });
  const letters = await readLetters(runs, list.forms, { growRatio, signal });
  const description: FontDescription = {
    names: fontNames(family, source, packageVersion),
    metrics,
    embedding: rights.embedding?.fsType ?? 0,
    glyphs: list.glyphs,
    characters: list.characters,
    kerning: list.kerning,
    marks: list.marks,
    turns: [...list.forms.values()]
      .map((glyphs) => glyphs.filter((glyph) => glyph !== undefined))
      .filter((glyphs) => glyphs.length > 1),
  };
  const base = baseTables(description);
  const plain = others === 'pictures' ? plainGlyphs(description, letters) : [];
  const pictures = await drawPictures({ source, letters, plain, base }, options);
  const flat = letters.map((letter) => flatLetter(letter, metrics.unitsPerEm));
  const files = await writeFontFiles(file, colourTables(description, base, { pictures, flat }), {
    signal,
    specimen: { family, styled, source, smallAsCapitals, letters: list.characters.size },
  });
  const sizesOf = (drawn: readonly Strike[]): number[] => drawn.map(({ ppem }) => ppem);
  return {
    files,
    styled,
    glyphs: list.glyphs.length,
    pairs: list.kerning.length,
    strikes: { sbix: sizesOf(pictures.sbix), cbdt: sizesOf(pictures.cbdt) },
    notes: [
      ...mixedTones(letters),
      ...notesOn(list.leftOut, rights.licence ?? rights.licenceUrl, font.family),
    ],
  };
}

/** All glyphs that have ink and no picture of a letter. */
function plainGlyphs(
  { glyphs, metrics }: FontDescription,
  letters: readonly StyledLetter[],
): readonly PlainGlyph[] {
  const styled = new Set(letters.map(({ glyph }) => glyph));
  return glyphs
    .map(({ outline, advance }, glyph) => ({ glyph, outline, advance: advance / metrics.unitsPerEm }))
    .filter(({ glyph }) => !styled.has(glyph));
}

interface Drawn {
  readonly source: FontSource;
  readonly letters: readonly StyledLetter[];
  readonly plain: readonly PlainGlyph[];
  readonly base: BaseTables;
}

/** The pictures of both kinds of file. In CBDT measures are bytes, so that sizes are smaller, and count from the pen. */
async function drawPictures(
  { source: { font, metrics }, letters, plain, base }: Drawn,
  { strikes: wanted, signal }: ColourFontOptions,
): Promise<FontPictures> {
  const emPx = Math.max(...letters.map(({ letter }) => letter.place.emPx));
  const sizes = [...new Set(wanted ?? planStrikes(emPx))].sort((a, b) => b - a);
  const corner = (glyph: number): Anchor => {
    const { xMin, yMin } = base.boxes[glyph] ?? { xMin: 0, yMin: 0 };
    return { x: xMin / metrics.unitsPerEm, y: yMin / metrics.unitsPerEm };
  };
  const sbix = await drawStrikes(font, letters, { sizes, anchorOf: corner, signal });
  const most = largestForBytes(
    [
      ...letters.map(
        ({ letter }) =>
          (grid: PictureGrid) =>
            measureLetter(font, letter, grid),
      ),
      ...plain.map((glyph) => (grid: PictureGrid) => measurePlain(glyph, grid)),
    ],
    sizes[0]!,
  );
  const small =
    sizes[0]! <= most
      ? sizes
      : wanted === undefined
        ? planStrikes(most)
        : [most, ...sizes.filter((ppem) => ppem < most)];
  const cbdt = await drawStrikes(font, letters, { sizes: small, anchorOf: () => penOrigin, signal });
  const colour = plainColour(letters);
  return {
    sbix,
    cbdt,
    all: {
      sbix: withPlainPictures(sbix, plain, { colour, anchorOf: corner, signal }),
      cbdt: withPlainPictures(cbdt, plain, { colour, anchorOf: () => penOrigin, signal }),
    },
  };
}

function notesOn(leftOut: number, licence: string | undefined, family: string): string[] {
  const notes: string[] = [];
  if (leftOut > 0)
    notes.push(
      `${leftOut} characters of ${family} were left out: in their scripts letters change with their neighbours.`,
    );
  if (licence === undefined)
    notes.push(`${family} says nothing of its licence; make sure that it may be changed and passed on.`);
  return notes;
}
