import type { FontMetrics } from '../../src/glyph/index.js';
import type { FontDescription } from '../../src/products/font/sfnt/index.js';

const metrics: FontMetrics = {
  unitsPerEm: 1000,
  ascender: 900,
  descender: -250,
  lineGap: 30,
  typoAscender: 800,
  typoDescender: -200,
  typoLineGap: 100,
  winAscent: 950,
  winDescent: 260,
  useTypoMetrics: true,
  xHeight: 500,
  capHeight: 700,
  underlinePosition: -100,
  underlineThickness: 50,
  strikeoutPosition: 300,
  strikeoutSize: 50,
  italicAngleDegrees: 0,
  widthClass: 5,
  panose: Array(10).fill(0),
  modified: 3_600_000_000n,
};

/** A font of squares that are as wide as their glyph's number says, for these code points. */
export function tinyFont(codes: readonly number[], changes: Partial<FontDescription> = {}): FontDescription {
  const box = (side: number) =>
    [
      { type: 'M', x: 0.1, y: 0 },
      { type: 'L', x: 0.1, y: -side },
      { type: 'L', x: 0.1 + side, y: -side },
      { type: 'L', x: 0.1 + side, y: 0 },
    ] as const;
  return {
    names: new Map([
      [1, 'Tiny'],
      [2, 'Regular'],
      [4, 'Tiny'],
      [6, 'Tiny-Regular'],
    ]),
    metrics,
    embedding: 0,
    glyphs: [
      { name: '.notdef', outline: [], advance: 500 },
      ...codes.map((code, index) => ({
        name: `u${code.toString(16)}`,
        outline: box(0.2 + (index % 50) / 100),
        advance: 600 + (index % 300),
      })),
    ],
    characters: new Map(codes.map((code, index) => [code, index + 1])),
    kerning: [],
    ...changes,
  };
}
