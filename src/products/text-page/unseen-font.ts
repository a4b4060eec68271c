import { baseTables, toFontFile } from '../font/sfnt/index.js';

const unitsPerEm = 1000;

/** A TrueType file with an empty glyph, an em wide, besides what stands for a missing character. */
export function unseenFont(): Uint8Array {
  const empty = { outline: [], advance: unitsPerEm };
  return toFontFile(
    baseTables({
      names: new Map([
        [1, 'Unseen'],
        [2, 'Regular'],
        [4, 'Unseen'],
        [6, 'Unseen'],
      ]),
      metrics: {
        unitsPerEm,
        ...{ ascender: 800, descender: -200, lineGap: 0 },
        ...{ typoAscender: 800, typoDescender: -200, typoLineGap: 0, winAscent: 800, winDescent: 200 },
        ...{ useTypoMetrics: false, xHeight: 500, capHeight: 700 },
        ...{ underlinePosition: -100, underlineThickness: 50, strikeoutPosition: 300, strikeoutSize: 50 },
        ...{ italicAngleDegrees: 0, widthClass: 5, panose: Array(10).fill(0), modified: 0n },
      },
      embedding: 0,
      glyphs: [
        { name: '.notdef', ...empty },
        { name: 'space', ...empty },
      ],
      characters: new Map([[0x20, 1]]),
      kerning: [],
    }).tables,
  );
}
