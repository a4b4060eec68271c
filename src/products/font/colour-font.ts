import { extname } from 'node:path';
import { AbecedaryError, throwIfAborted } from '../../base/errors.js';
import { packageVersion } from '../../base/package-facts.js';
import type { Font, FontMetrics } from '../../glyph/index.js';
import { letterInks, openRunLetters } from '../cut-outs/index.js';
import { type FontFile, type FontFileTables, writeFontFiles } from './font-files.js';
import { listGlyphs, stylesCapitalsOnly } from './glyph-list.js';
import { fontNames } from './names.js';
import { checkEmbedding, checkFamily } from './rights.js';
import {
  type BaseTables,
  type Bitmap,
  baseTables,
  type Strike,
  type SvgPicture,
  writeCbdt,
  writeSbix,
  writeSvg,
} from './sfnt/index.js';
import {
  type Anchor,
  drawStrikes,
  largestForBytes,
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
  /** `outlines` (default): the other letters of the source font come along without colour. */
  readonly others?: 'outlines' | 'none' | undefined;
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
 * font's advances, kerning and lines. Writes a file with sbix and SVG, one with CBDT, both as WOFF2 too, and a specimen page.
 * Throws `font` where the source font's bits forbid it, `config` for a family name that it reserves, and like `openRunLetters`.
 */
export async function makeColourFont(run: string, options: ColourFontOptions): Promise<ColourFontResult> {
  const { family, file, growRatio = 0, smallLetters = 'auto', others = 'outlines', signal } = options;
  if (extname(file).toLowerCase() !== '.ttf') {
    throw new AbecedaryError('config', `Expected a font file ending in .ttf, got ${file}; rename it.`);
  }
  const finished = await openRunLetters(run);
  const { source, characters: styled } = finished;
  const { font, metrics, rights } = source;
  checkEmbedding(rights, font.family);
  checkFamily(family, { family: font.family, rights });

  const smallAsCapitals = smallLetters === 'auto' ? stylesCapitalsOnly(styled) : smallLetters === 'capitals';
  const list = listGlyphs(source, { styled, others, smallAsCapitals });
  const letters: StyledLetter[] = [];
  for (const character of styled) {
    throwIfAborted(signal);
    const letter = await finished.read(character, growRatio);
    letters.push({ letter, inks: letterInks(finished, letter) });
  }
  const base = baseTables({
    names: fontNames(family, source, packageVersion),
    metrics,
    embedding: rights.embedding?.fsType ?? 0,
    glyphs: list.glyphs,
    characters: list.characters,
    kerning: list.kerning,
  });
  const strikes = await drawBothStrikes({ font, letters, base, metrics }, options);
  const tables = colourTables(base, strikes, { metrics, glyphs: list.glyphs.length });
  const files = await writeFontFiles(file, tables, {
    signal,
    specimen: { family, styled, source, smallAsCapitals, letters: list.glyphs.length - 1 },
  });
  const sizesOf = (drawn: readonly Strike[]): number[] => drawn.map(({ ppem }) => ppem);
  return {
    files,
    styled,
    glyphs: list.glyphs.length,
    pairs: list.kerning.length,
    strikes: { sbix: sizesOf(strikes.sbix), cbdt: sizesOf(strikes.cbdt) },
    notes: notesOn(list.leftOut, rights.licence ?? rights.licenceUrl, font.family),
  };
}

interface Drawn {
  readonly font: Font;
  readonly letters: readonly StyledLetter[];
  readonly base: BaseTables;
  readonly metrics: FontMetrics;
}

/** The letters' pictures of both kinds of file. In CBDT measures are bytes, so that sizes are smaller, and count from the pen. */
async function drawBothStrikes(
  { font, letters, base, metrics }: Drawn,
  { strikes: wanted, signal }: ColourFontOptions,
): Promise<{ readonly sbix: Strike[]; readonly cbdt: Strike[] }> {
  const emPx = Math.max(...letters.map(({ letter }) => letter.place.emPx));
  const sizes = [...new Set(wanted ?? planStrikes(emPx))].sort((a, b) => b - a);
  const corner = (glyph: number): Anchor => {
    const { xMin, yMin } = base.boxes[glyph]!;
    return { x: xMin / metrics.unitsPerEm, y: yMin / metrics.unitsPerEm };
  };
  const sbix = await drawStrikes(font, letters, { sizes, anchorOf: corner, signal });
  const most = largestForBytes(
    font,
    letters.map(({ letter }) => letter),
    sizes[0]!,
  );
  const small =
    sizes[0]! <= most
      ? sizes
      : wanted === undefined
        ? planStrikes(most)
        : [most, ...sizes.filter((ppem) => ppem < most)];
  const cbdt = await drawStrikes(font, letters, { sizes: small, anchorOf: () => penOrigin, signal });
  return { sbix, cbdt };
}

/** The tables of the two files. */
function colourTables(
  base: BaseTables,
  { sbix, cbdt }: { readonly sbix: readonly Strike[]; readonly cbdt: readonly Strike[] },
  { metrics, glyphs }: { readonly metrics: FontMetrics; readonly glyphs: number },
): FontFileTables {
  const largest = sbix[0]!;
  const svg = new Map(
    Array.from(largest.bitmaps, ([glyph, bitmap]) => {
      const { xMin, yMin } = base.boxes[glyph]!;
      return [glyph, inUnits(bitmap, metrics.unitsPerEm / largest.ppem, { x: xMin, y: yMin })];
    }),
  );
  const line = (ppem: number) => ({
    ascender: (metrics.ascender * ppem) / metrics.unitsPerEm,
    descender: (metrics.descender * ppem) / metrics.unitsPerEm,
  });
  return {
    sbix: new Map([...base.tables, ['sbix', writeSbix(sbix, glyphs)], ['SVG', writeSvg(svg)]]),
    cbdt: new Map([...base.tables, ...Object.entries(writeCbdt(cbdt, line))]),
  };
}

function inUnits({ png, left, top, width, height }: Bitmap, scale: number, { x, y }: Anchor): SvgPicture {
  return { png, x: x + left * scale, y: -y - top * scale, width: width * scale, height: height * scale };
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
