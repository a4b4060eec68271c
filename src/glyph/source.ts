import { type FontTables, viewOf } from './container.js';
import type { FontChoice } from './face.js';
import { type Font, loadFont } from './font.js';
import { type KerningPair, readKerning } from './kerning.js';
import { type MarkPlacing, readMarks } from './marks.js';
import { readName } from './name-table.js';

/** What a font says of its lines and of its place in a family; lengths in font units, y up. */
export interface FontMetrics {
  readonly unitsPerEm: number;
  readonly ascender: number;
  /** Negative below the baseline. */
  readonly descender: number;
  readonly lineGap: number;
  readonly typoAscender: number;
  readonly typoDescender: number;
  readonly typoLineGap: number;
  readonly winAscent: number;
  /** Positive below the baseline. */
  readonly winDescent: number;
  /** Whether programs are to go by the typo metrics (OS/2 fsSelection, bit 7). */
  readonly useTypoMetrics: boolean;
  readonly xHeight: number;
  readonly capHeight: number;
  readonly underlinePosition: number;
  readonly underlineThickness: number;
  readonly strikeoutPosition: number;
  readonly strikeoutSize: number;
  readonly italicAngleDegrees: number;
  readonly widthClass: number;
  readonly panose: readonly number[];
  /** Seconds since 1904, as `head` has it: when the source was last changed. */
  readonly modified: bigint;
}

/** What a font says of who made it and what may be done with it; undefined where it says nothing. */
export interface FontRights {
  readonly copyright: string | undefined;
  readonly manufacturer: string | undefined;
  readonly designer: string | undefined;
  readonly vendorUrl: string | undefined;
  readonly designerUrl: string | undefined;
  readonly licence: string | undefined;
  readonly licenceUrl: string | undefined;
  /** OS/2 fsType, and the version of OS/2, which decides how it is read; undefined without such a table. */
  readonly embedding: { readonly fsType: number; readonly version: number } | undefined;
}

/** All that a new font can be made from. */
export interface FontSource {
  readonly font: Font;
  readonly metrics: FontMetrics;
  readonly rights: FontRights;
  /** Every single character (NFC) that the font has a glyph for, in the order of their code points. */
  readonly characters: readonly string[];
  /** Kerning of all pairs of these characters that have some, at the font's axes. */
  kerning(characters: readonly string[]): KerningPair[];
  /** How combining marks among these characters stand on letters and on each other, at the font's axes. */
  marks(characters: readonly string[]): MarkPlacing;
}

/** Loads a font with its metrics, rights and kerning. Throws like `loadFont`. */
export async function loadFontSource(settings: FontChoice): Promise<FontSource> {
  const font = await loadFont(settings);
  const codePoints = new Set(font.faces.flatMap((face) => face.codePoints()));
  const characters = [...codePoints]
    .sort((a, b) => a - b)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => character.normalize('NFC') === character && font.hasGlyph(character));
  const { tables } = font.faces[0]!;
  return {
    font,
    metrics: readMetrics(tables, font.unitsPerEm),
    rights: readRights(tables),
    characters,
    kerning: (wanted) => {
      const found = new Map<string, KerningPair>();
      for (const face of font.faces)
        for (const pair of readKerning(face, wanted)) found.set(`${pair.left}${pair.right}`, pair);
      return [...found.values()];
    },
    marks: (wanted) => {
      const placings = font.faces.map((face) => readMarks(face, wanted));
      return {
        onLetters: placings.flatMap(({ onLetters }) => onLetters),
        onMarks: placings.flatMap(({ onMarks }) => onMarks),
      };
    },
  };
}

/** Numbers of a table; beyond its end, or where there is none, the value for want of a better one. */
function numbersOf(table: Uint8Array | undefined) {
  const view = table === undefined ? undefined : viewOf(table);
  const length = table?.length ?? 0;
  return {
    signed: (at: number, fallback: number): number => (at + 2 <= length ? view!.getInt16(at) : fallback),
    unsigned: (at: number, fallback: number): number => (at + 2 <= length ? view!.getUint16(at) : fallback),
  };
}

function readMetrics(tables: FontTables, unitsPerEm: number): FontMetrics {
  const em = (share: number): number => Math.round(share * unitsPerEm);
  const hhea = numbersOf(tables.get('hhea'));
  const os2 = numbersOf(tables.get('OS/2'));
  const post = numbersOf(tables.get('post'));
  const head = tables.get('head')!;
  const ascender = hhea.signed(4, em(0.8));
  const descender = hhea.signed(6, em(-0.2));
  const lineGap = hhea.signed(8, 0);
  const detailed = os2.unsigned(0, 0) >= 2;
  const panose = tables.get('OS/2')?.subarray(32, 42) ?? [];
  return {
    unitsPerEm,
    ascender,
    descender,
    lineGap,
    typoAscender: os2.signed(68, ascender),
    typoDescender: os2.signed(70, descender),
    typoLineGap: os2.signed(72, lineGap),
    winAscent: os2.unsigned(74, Math.max(0, ascender)),
    winDescent: os2.unsigned(76, Math.max(0, -descender)),
    useTypoMetrics: (os2.unsigned(62, 0) & 0x80) !== 0,
    xHeight: detailed ? os2.signed(86, em(0.5)) : em(0.5),
    capHeight: detailed ? os2.signed(88, em(0.7)) : em(0.7),
    underlinePosition: post.signed(8, em(-0.1)),
    underlineThickness: post.signed(10, em(0.05)),
    strikeoutSize: os2.signed(26, em(0.05)),
    strikeoutPosition: os2.signed(28, em(0.3)),
    italicAngleDegrees: post.signed(4, 0) + post.unsigned(6, 0) / 65536,
    widthClass: os2.unsigned(6, 5),
    panose: panose.length === 10 ? [...panose] : Array(10).fill(0),
    modified: head.length < 36 ? 0n : viewOf(head).getBigInt64(28),
  };
}

function readRights(tables: FontTables): FontRights {
  const names = tables.get('name');
  const os2 = tables.get('OS/2');
  return {
    copyright: readName(names, 0),
    manufacturer: readName(names, 8),
    designer: readName(names, 9),
    vendorUrl: readName(names, 11),
    designerUrl: readName(names, 12),
    licence: readName(names, 13),
    licenceUrl: readName(names, 14),
    embedding:
      os2 === undefined || os2.length < 10
        ? undefined
        : { fsType: viewOf(os2).getUint16(8), version: viewOf(os2).getUint16(0) },
  };
}
