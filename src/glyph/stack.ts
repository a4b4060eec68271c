import type { FontChoice } from './face.js';
import { type Font, loadFont } from './font.js';

/**
 * Several fonts as one: a character comes from the first of them that has it. Names and the like are those of the first. Throws
 * like `loadFont`.
 */
export async function loadFonts(settings: readonly FontChoice[]): Promise<Font> {
  const fonts: Font[] = [];
  for (const each of settings) fonts.push(await loadFont(each));
  const [first] = fonts;
  if (first === undefined) throw new RangeError('a text needs a font');
  if (fonts.length === 1) return first;
  const having = (character: string): Font => fonts.find((font) => font.hasGlyph(character)) ?? first;
  return {
    ...first,
    faces: fonts.flatMap((font) => font.faces),
    hasGlyph: (character) => fonts.some((font) => font.hasGlyph(character)),
    outline: (character) => having(character).outline(character),
    advance: (character) => having(character).advance(character),
  };
}
