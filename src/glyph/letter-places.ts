import type { AlphabetConfig, LetterSettings } from '../config/index.js';
import { type Font, loadFont } from './font.js';
import { inkBox } from './ink-box.js';
import { type Placement, placeGlyphs } from './placement.js';

/** Settings of their own that letters have, by letter. */
export type OwnSettings = Readonly<Record<string, LetterSettings>>;

/** A letter's font at its axes, and where it stands in its box. */
export interface PlacedLetter {
  readonly font: Font;
  readonly placement: Placement;
}

/**
 * Where the letters of an alphabet stand, each in the font that it is drawn by. A letter with a font or axes of its own stands as
 * among the set drawn so. Throws AbecedaryError `font` for what cannot be loaded or drawn.
 */
export async function placeLetters(
  { font, glyph, characters }: Pick<AlphabetConfig, 'font' | 'glyph' | 'characters'>,
  own: OwnSettings,
  loaded?: Font,
): Promise<Map<string, PlacedLetter>> {
  const usual = loaded ?? (await loadFont(font));
  const placements = placeGlyphs(usual, characters, glyph);
  const letters = new Map<string, PlacedLetter>();
  for (const character of characters) {
    const { [character]: settings = {} } = own;
    const drawn = fontOf(font, settings);
    const placed =
      drawn === font
        ? { font: usual, placement: placements.get(character)! }
        : placeAmong(await loadFont(drawn), character, { characters, glyph });
    letters.set(character, adjusted(placed, character, settings));
  }
  return letters;
}

/** The font file and the axes that a letter is drawn by: the alphabet's very own where it has none. */
export function fontOf(
  font: AlphabetConfig['font'],
  { font: file, axes }: LetterSettings,
): AlphabetConfig['font'] {
  if (file === undefined) return axes === undefined ? font : { ...font, axes: { ...font.axes, ...axes } };
  // Axes of one font say nothing of another.
  return file === font.file
    ? { ...font, axes: { ...font.axes, ...axes } }
    : { file, face: 'auto', axes: { ...axes } };
}

function placeAmong(
  font: Font,
  character: string,
  { characters, glyph }: Pick<AlphabetConfig, 'characters' | 'glyph'>,
): PlacedLetter {
  const among = characters.filter((each) => each === character || font.hasGlyph(each));
  return { font, placement: placeGlyphs(font, among, glyph).get(character)! };
}

/** Drawn larger about the middle of its ink, and moved. */
function adjusted(
  placed: PlacedLetter,
  character: string,
  { scale = 1, shiftX = 0, shiftY = 0 }: LetterSettings,
): PlacedLetter {
  if (scale === 1 && shiftX === 0 && shiftY === 0) return placed;
  const { font, placement } = placed;
  const box = inkBox(font.outline(character))!;
  const grown = (scale - 1) * placement.emRatio;
  return {
    font,
    placement: {
      emRatio: scale * placement.emRatio,
      x: placement.x - (grown * (box.left + box.right)) / 2 + shiftX,
      y: placement.y - (grown * (box.top + box.bottom)) / 2 + shiftY,
    },
  };
}
