import type { FontMetrics, Outline } from '../../../glyph/index.js';
import { ascii, joined, u8, u16, u32, u64 } from './bytes.js';
import { writeCmap } from './cmap.js';
import { type UnitBox, writeGlyphs } from './glyf.js';
import { type GlyphMarks, type GlyphPair, writeGlyphClasses, writePositioning } from './gpos.js';
import { writeAlternates } from './gsub.js';
import { writeNames } from './name.js';
import { type Contour, toContours } from './quadratic.js';

export interface GlyphDescription {
  /** As `post` has it: letters, digits and underscores. */
  readonly name: string;
  /** Em, y down. */
  readonly outline: Outline;
  /** What `glyf` holds where it is not the outline: a flat layer of a letter. */
  readonly contours?: readonly Contour[];
  /** Font units. */
  readonly advance: number;
  /** Whether the glyph's box is to hold the pen origin: a contour of this one point is added. For glyphs with pictures. */
  readonly holdsOrigin?: boolean;
}

/** All that a font without colours says. */
export interface FontDescription {
  /** Texts by the numbers of OpenType's "name". */
  readonly names: ReadonlyMap<number, string>;
  readonly metrics: FontMetrics;
  /** OS/2 fsType. */
  readonly embedding: number;
  /** The first is what stands for a missing character. */
  readonly glyphs: readonly GlyphDescription[];
  /** Code points to numbers of glyphs. */
  readonly characters: ReadonlyMap<number, number>;
  readonly kerning: readonly GlyphPair[];
  /** Where marks stand on letters, and on each other. */
  readonly marks?: {
    readonly onLetters: readonly GlyphMarks[];
    readonly onMarks: readonly GlyphMarks[];
  };
  /** Glyphs of one letter that take turns, the one that is typed first. */
  readonly turns?: readonly (readonly number[])[];
}

export interface BaseTables {
  readonly tables: Map<string, Uint8Array>;
  /** The boxes of the glyphs' outlines as `glyf` has them; undefined for a glyph without one. */
  readonly boxes: readonly (UnitBox | undefined)[];
}

/** The tables of a TrueType font with these glyphs, as one of its style alone: Regular. */
export function baseTables(font: FontDescription): BaseTables {
  const { glyphs, metrics } = font;
  const outlines = writeGlyphs(
    glyphs.map(({ outline, holdsOrigin, contours: flat }) => {
      const contours = flat ?? toContours(outline, metrics.unitsPerEm);
      return holdsOrigin === true ? [...contours, [{ x: 0, y: 0, onCurve: true }]] : contours;
    }),
  );
  const boxes = outlines.boxes.filter((box) => box !== undefined);
  const bounds = {
    xMin: Math.min(0, ...boxes.map(({ xMin }) => xMin)),
    yMin: Math.min(0, ...boxes.map(({ yMin }) => yMin)),
    xMax: Math.max(0, ...boxes.map(({ xMax }) => xMax)),
    yMax: Math.max(0, ...boxes.map(({ yMax }) => yMax)),
  };
  const bearings = outlines.boxes.map((box) => box?.xMin ?? 0);
  const inked = glyphs.flatMap(({ advance }, index) => {
    const box = outlines.boxes[index];
    return box === undefined ? [] : [{ ...box, right: advance - box.xMax }];
  });
  const tables = new Map<string, Uint8Array>([
    ['OS/2', writeOs2(font)],
    ['cmap', writeCmap(font.characters)],
    ['gasp', u16(1, 1, 0xffff, 0x000f)],
    ['glyf', outlines.glyf],
    ['head', writeHead(metrics, bounds)],
    [
      'hhea',
      joined(
        u32(0x00010000),
        u16(metrics.ascender, metrics.descender, metrics.lineGap),
        u16(Math.max(...glyphs.map(({ advance }) => advance))),
        u16(Math.min(0, ...bearings), Math.min(0, ...inked.map(({ right }) => right)), bounds.xMax),
        u16(1, 0, 0, 0, 0, 0, 0, 0, glyphs.length),
      ),
    ],
    ['hmtx', joined(...glyphs.map(({ advance }, index) => u16(advance, bearings[index]!)))],
    ['loca', outlines.loca],
    [
      'maxp',
      joined(
        u32(0x00010000),
        u16(glyphs.length, outlines.mostPoints, outlines.mostContours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
      ),
    ],
    ['name', writeNames(font.names)],
    ['post', writePost(font)],
  ]);
  const positioning = writePositioning({ kerning: font.kerning, ...font.marks });
  if (positioning !== undefined) tables.set('GPOS', positioning);
  const marks = [...(font.marks?.onLetters ?? []), ...(font.marks?.onMarks ?? [])];
  if (marks.length > 0) {
    const all = new Set(marks.flatMap((each) => [...each.marks.keys()]));
    tables.set('GDEF', writeGlyphClasses(all, glyphs.length));
  }
  if (font.turns !== undefined && font.turns.length > 0)
    tables.set('GSUB', writeAlternates(font.turns, glyphs.length));
  return { tables, boxes: outlines.boxes };
}

function writeHead({ unitsPerEm, modified }: FontMetrics, { xMin, yMin, xMax, yMax }: UnitBox): Uint8Array {
  return joined(
    u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
    u16(0x0003, unitsPerEm),
    u64(modified),
    u64(modified),
    u16(xMin, yMin, xMax, yMax, 0, 8, 2, 1, 0),
  );
}

function writePost({ glyphs, metrics }: FontDescription): Uint8Array {
  const standardNames = 258;
  return joined(
    u32(0x00020000, Math.round(metrics.italicAngleDegrees * 65536)),
    u16(metrics.underlinePosition, metrics.underlineThickness),
    u32(0, 0, 0, 0, 0),
    u16(glyphs.length, 0, ...glyphs.slice(1).map((_, index) => standardNames + index)),
    ...glyphs.slice(1).map(({ name }) => joined(u8(name.length), ascii(name))),
  );
}

/** OS/2 ulUnicodeRange: bit, first and last code point of the blocks that a font of letters may have. */
const unicodeRanges: readonly (readonly [bit: number, first: number, last: number])[] = [
  [0, 0x0000, 0x007f],
  [1, 0x0080, 0x00ff],
  [2, 0x0100, 0x017f],
  [3, 0x0180, 0x024f],
  [4, 0x0250, 0x02af],
  [5, 0x02b0, 0x02ff],
  [6, 0x0300, 0x036f],
  [7, 0x0370, 0x03ff],
  [9, 0x0400, 0x052f],
  [10, 0x0530, 0x058f],
  [11, 0x0590, 0x05ff],
  [13, 0x0600, 0x06ff],
  [15, 0x0900, 0x097f],
  [26, 0x10a0, 0x10ff],
  [29, 0x1e00, 0x1eff],
  [30, 0x1f00, 0x1fff],
  [31, 0x2000, 0x206f],
  [32, 0x2070, 0x209f],
  [33, 0x20a0, 0x20cf],
  [35, 0x2100, 0x214f],
  [36, 0x2150, 0x218f],
  [37, 0x2190, 0x21ff],
  [38, 0x2200, 0x22ff],
  [45, 0x25a0, 0x25ff],
  [49, 0x3040, 0x309f],
  [50, 0x30a0, 0x30ff],
  [57, 0x10000, 0x10ffff],
  [59, 0x4e00, 0x9fff],
];

/** OS/2 ulCodePageRange: a letter that tells whether a font is made for the code page of a bit. */
const codePages: readonly (readonly [bit: number, character: string])[] = [
  [1, 'Ł'],
  [2, 'Я'],
  [3, 'Ω'],
  [4, 'İ'],
  [5, 'א'],
  [6, 'ب'],
  [7, 'Ų'],
  [8, 'Ơ'],
];

/** OS/2 usWeightClass. */
const boldClass = 700;

function writeOs2({ metrics, glyphs, characters, embedding }: FontDescription): Uint8Array {
  const codes = [...characters.keys()];
  const ranges = [0, 0, 0, 0];
  for (const [bit, first, last] of unicodeRanges)
    if (codes.some((code) => code >= first && code <= last)) ranges[bit >> 5]! |= 1 << (bit & 31);
  let pages = 1;
  for (const [bit, character] of codePages) if (characters.has(character.codePointAt(0)!)) pages |= 1 << bit;
  const widths = glyphs.map(({ advance }) => advance).filter((advance) => advance > 0);
  const average = widths.reduce((sum, width) => sum + width, 0) / Math.max(1, widths.length);
  const em = (share: number): number => Math.round(share * metrics.unitsPerEm);
  const basic = (code: number): number => Math.min(0xffff, code);
  return joined(
    // There is one weight alone. Were it said to be lighter, programs would thicken it where they are asked for bold.
    u16(4, Math.round(average), boldClass, metrics.widthClass, embedding),
    u16(em(0.65), em(0.6), 0, em(0.075), em(0.65), em(0.6), 0, em(0.35)),
    u16(metrics.strikeoutSize, metrics.strikeoutPosition, 0),
    u8(...metrics.panose),
    u32(...ranges),
    ascii('    '),
    u16(metrics.useTypoMetrics ? 0xc0 : 0x40),
    u16(basic(Math.min(...codes)), basic(Math.max(...codes))),
    u16(metrics.typoAscender, metrics.typoDescender, metrics.typoLineGap),
    u16(metrics.winAscent, metrics.winDescent),
    u32(pages, 0),
    u16(metrics.xHeight, metrics.capHeight, 0, 32, 2),
  );
}
