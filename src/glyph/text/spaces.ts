import type { Font } from '../font.js';

/** What is set for a character that a font lacks, or in its own way. */
export interface StandIn {
  /** What is shaped in its place. */
  readonly character: string;
  /** How far the pen moves on, in em; undefined for the stand-in's own advance. */
  readonly width: number | undefined;
}

/** A tab is as wide as so many spaces. */
const spacesOfTab = 4;
/** In em, of a font that has no space. */
const usualSpace = 0.25;

/** Widths in em of spaces that are parts of the em (Unicode, "General Punctuation"). */
const partsOfEm: Readonly<Record<string, number>> = {
  '\u2000': 1 / 2,
  '\u2001': 1,
  '\u2002': 1 / 2,
  '\u2003': 1,
  '\u2004': 1 / 3,
  '\u2005': 1 / 4,
  '\u2006': 1 / 6,
  '\u2009': 1 / 5,
  '\u200a': 1 / 10,
  '\u205f': 4 / 18,
  '\u3000': 1,
};

/** What stands for a space or hyphen that the font lacks, as HarfBuzz has it where it is complete; undefined for any other character. */
export function standInFor(character: string, font: Font): StandIn | undefined {
  const widthOf = (each: string, otherwise: number): number =>
    font.hasGlyph(each) ? font.advance(each) : otherwise;
  const space = widthOf(' ', usualSpace);
  switch (character) {
    case '\t':
      return { character: ' ', width: spacesOfTab * space };
    case ' ':
    case '\u00a0':
      return { character: ' ', width: space };
    case '\u202f':
      return { character: ' ', width: space / 2 };
    case '\u2007':
      return { character: ' ', width: widthOf('0', 2 * space) };
    case '\u2008':
      return { character: ' ', width: widthOf('.', space) };
    case '\u2010':
    case '\u2011': {
      const hyphen = ['\u2010', '\u2011', '-'].find((each) => font.hasGlyph(each));
      return hyphen === undefined ? undefined : { character: hyphen, width: undefined };
    }
    default: {
      const width = partsOfEm[character];
      return width === undefined ? undefined : { character: ' ', width };
    }
  }
}
