import { AbecedaryError } from '../base/errors.js';
import type { GlyphSettings } from '../config/index.js';
import { singleCharacter } from './face.js';
import type { Font } from './font.js';
import { type InkBox, inkBox } from './ink-box.js';

/** Where a glyph lies in its letter box, whose side is 1; y down from the top left. */
export interface Placement {
  /** The em (the font size) as ratio of the box side. */
  readonly emRatio: number;
  /** The pen origin. */
  readonly x: number;
  /** The baseline. */
  readonly y: number;
}

/** Capitals with accents, letters with descenders, the widest letters and signs. */
const usualCharacters = [...'ÅÄÉABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789()?!&'];

/**
 * Places the glyphs of the characters in their letter boxes. With `common` the highest and the lowest point of all
 * glyphs, and the widest glyph, decide the scale; the baseline puts the set's whole height in the middle. With `each` a
 * glyph grows until its ink touches the margin in height or in width. With `line` the usual letters of the font decide like a set, and
 * a glyph that reaches beyond them is placed as with `each`. Ink is centred sideways in all.
 * Throws one AbecedaryError `font` that names every character that is no single character, has no glyph, or no ink.
 */
export function placeGlyphs(
  font: Font,
  characters: readonly string[],
  settings: GlyphSettings,
): Map<string, Placement> {
  const boxes = inkBoxes(font, characters);
  const room = 1 - 2 * settings.marginRatio;
  const usual = usualCharacters.filter((character) => font.hasGlyph(character));
  const fromUsual = settings.fit === 'line' && usual.length > 0;
  const all = [...(fromUsual ? inkBoxes(font, usual) : boxes).values()];
  const top = Math.min(...all.map((box) => box.top));
  const bottom = Math.max(...all.map((box) => box.bottom));
  const width = Math.max(...all.map((box) => box.right - box.left));
  const common = Math.min(room / (bottom - top), room / width);

  const placements = new Map<string, Placement>();
  for (const [character, box] of boxes) {
    const beyond = box.top < top || box.bottom > bottom || box.right - box.left > width;
    const each = settings.fit === 'each' || (fromUsual && beyond);
    const emRatio = each ? Math.min(room / (box.bottom - box.top), room / (box.right - box.left)) : common;
    const middle = each ? (box.top + box.bottom) / 2 : (top + bottom) / 2;
    placements.set(character, {
      emRatio,
      x: 0.5 - (emRatio * (box.left + box.right)) / 2,
      y: 0.5 - emRatio * middle,
    });
  }
  return placements;
}

function inkBoxes(font: Font, characters: readonly string[]): Map<string, InkBox> {
  const boxes = new Map<string, InkBox>();
  const several: string[] = [];
  const missing: string[] = [];
  const empty: string[] = [];
  for (const character of new Set(characters)) {
    if (singleCharacter(character) === undefined) several.push(character);
    else if (!font.hasGlyph(character)) missing.push(character);
    else {
      const box = inkBox(font.outline(character));
      if (box === undefined) empty.push(character);
      else boxes.set(character, box);
    }
  }
  const problems = [
    problem(missing, 'it has no glyph for'),
    problem(empty, 'there is no ink in its glyph for'),
    problem(several, 'only single characters are supported here, unlike'),
  ].filter((sentence) => sentence !== undefined);
  if (problems.length > 0) {
    throw new AbecedaryError(
      'font',
      `Expected ${font.family} (${font.file === 'default' ? 'the default font' : font.file}) to draw every character, but ${problems.join(', and ')}; choose another font or leave these characters out.`,
    );
  }
  return boxes;
}

function problem(characters: readonly string[], words: string): string | undefined {
  if (characters.length === 0) return undefined;
  return `${words} ${characters.map(nameCharacter).join(', ')}`;
}

/** The character in quotes, with its code points where it could not be seen or told from others. */
function nameCharacter(character: string): string {
  const codes = [...character].map(
    (part) => `U+${part.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  const visible = /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(character);
  if (visible)
    return /^[\x21-\x7e]$/.test(character) ? `'${character}'` : `'${character}' (${codes.join(' ')})`;
  return codes.join(' ') || 'nothing';
}
