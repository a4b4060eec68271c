import type { FontSource, MarkClass } from '../../glyph/index.js';
import type { GlyphDescription, GlyphMarks, GlyphPair } from './sfnt/index.js';

interface LetterChoice {
  /** The letters that have pictures. */
  readonly styled: readonly string[];
  /** For each run of other pictures, the letters that it has. */
  readonly alternates: readonly (readonly string[])[];
  /** `none`: the styled ones and the space alone; else all other letters of the source font too. */
  readonly others: 'pictures' | 'outlines' | 'none';
  /** Whether typing a small letter gives the capital. */
  readonly smallAsCapitals: boolean;
}

/** The glyphs of a new font: what stands for a missing character, the styled ones next, then the others, then other forms of the styled ones. */
interface GlyphList {
  readonly glyphs: readonly GlyphDescription[];
  /** Code points to numbers of glyphs. */
  readonly characters: ReadonlyMap<number, number>;
  readonly kerning: readonly GlyphPair[];
  readonly marks: {
    readonly onLetters: readonly GlyphMarks[];
    readonly onMarks: readonly GlyphMarks[];
  };
  /** The glyph of every styled letter, and those of its other forms: by run, the first one's the letter itself. */
  readonly forms: ReadonlyMap<string, readonly (number | undefined)[]>;
  /** Characters that have no glyph because their scripts cannot be written without shaping. */
  readonly leftOut: number;
}

/** What is written well letter by letter; in other scripts letters change with their neighbours, and rules for that do not come along. */
const unshaped =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}\p{Co}]/u;

/** Lists the glyphs of a colour font, with the source font's advances and kerning. */
export function listGlyphs(
  source: FontSource,
  { styled, alternates, others, smallAsCapitals }: LetterChoice,
): GlyphList {
  const { font, metrics } = source;
  const known = new Set(styled);
  const scripts =
    others !== 'none' ? source.characters : [' ', '\u00a0'].filter((space) => font.hasGlyph(space));
  const more = scripts.filter((character) => !known.has(character) && unshaped.test(character));
  const listed = [...styled, ...more];
  const numbers = new Map(listed.map((character, index) => [character, index + 1]));
  // What takes a variation selector cannot be typed by one key.
  const keys = listed.filter((character) => [...character.normalize('NFC')].length === 1);
  const characters = new Map(keys.map((character) => [singleCode(character), numbers.get(character)!]));
  if (smallAsCapitals) {
    for (const [small, capital] of smallLetters(source.characters, listed))
      if (!known.has(small)) characters.set(singleCode(small), numbers.get(capital)!);
  }
  const forms = formsOf(styled, alternates, listed.length + 1);
  const glyphsOf = (character: string): number[] =>
    (forms.get(character) ?? [numbers.get(character)!]).filter((glyph) => glyph !== undefined);
  const kerning = source
    .kerning(listed)
    .flatMap((pair) =>
      glyphsOf(pair.left).flatMap((left) =>
        glyphsOf(pair.right).map((right): GlyphPair => ({ ...pair, left, right })),
      ),
    );
  const placing = source.marks(listed);
  const numbered = ({ marks, firsts }: MarkClass): GlyphMarks => ({
    marks: byGlyph(marks, glyphsOf),
    firsts: byGlyph(firsts, glyphsOf),
  });
  const marks = {
    onLetters: placing.onLetters.map(numbered),
    onMarks: placing.onMarks.map(numbered),
  };
  const describe = (character: string, ending = ''): GlyphDescription => ({
    holdsOrigin: known.has(character) || others === 'pictures',
    name: `${glyphName(character)}${ending}`,
    outline: font.outline(character),
    advance: Math.round(font.advance(character) * metrics.unitsPerEm),
  });
  const glyphs = [missingGlyph(metrics), ...listed.map((character) => describe(character))].concat(
    alternates.flatMap((letters, run) =>
      styled
        .filter((each) => letters.includes(each))
        .map((character) => describe(character, `.ss${String(run + 1).padStart(2, '0')}`)),
    ),
  );
  const leftOut =
    others !== 'none'
      ? source.characters.length -
        more.length -
        styled.filter((each) => source.characters.includes(each)).length
      : 0;
  return { glyphs, characters, kerning, marks, forms, leftOut };
}

/** Numbers of the glyphs of each styled letter, its own form first; other forms count from `next`. */
function formsOf(
  styled: readonly string[],
  alternates: readonly (readonly string[])[],
  next: number,
): Map<string, (number | undefined)[]> {
  const forms = new Map(styled.map((character, at) => [character, [at + 1] as (number | undefined)[]]));
  let glyph = next;
  for (const letters of alternates)
    for (const character of styled)
      forms.get(character)!.push(letters.includes(character) ? glyph++ : undefined);
  return forms;
}

function byGlyph<Value>(
  values: ReadonlyMap<string, Value>,
  glyphsOf: (character: string) => readonly number[],
): Map<number, Value> {
  return new Map(
    [...values].flatMap(([character, value]) => glyphsOf(character).map((glyph) => [glyph, value])),
  );
}

/** Every small letter with its capital, where the capital is one letter of the font. */
function smallLetters(all: readonly string[], listed: readonly string[]): [small: string, capital: string][] {
  const there = new Set(listed);
  const candidates = new Set([...all, ...listed.map((capital) => capital.toLowerCase())]);
  return [...candidates].flatMap((small): [string, string][] => {
    const capital = small.toUpperCase().normalize('NFC');
    // What takes several code points, such as the small letter of İ, is no single key.
    if ([...small].length > 1) return [];
    return capital !== small && there.has(capital) && capital.toLowerCase() === small
      ? [[small, capital]]
      : [];
  });
}

/** Whether small letters should give capitals unless something else is asked for: where capitals are styled, and no small letter. */
export function stylesCapitalsOnly(styled: readonly string[]): boolean {
  return styled.some((each) => /^\p{Lu}$/u.test(each)) && !styled.some((each) => /^\p{Ll}$/u.test(each));
}

/** After the Adobe Glyph List's rules: a letter of A to Z by itself, others by their code points. */
function glyphName(character: string): string {
  if (/^[A-Za-z]$/.test(character)) return character;
  if (character === ' ') return 'space';
  return Array.from(character.normalize('NFC'), (each) => {
    const code = each.codePointAt(0)!.toString(16).toUpperCase();
    return code.length > 4 ? `u${code}` : `uni${code.padStart(4, '0')}`;
  }).join('_');
}

/** An empty box as high as a capital. */
function missingGlyph({ unitsPerEm, capHeight }: FontSource['metrics']): GlyphDescription {
  const [left, right, top, line] = [0.06, 0.44, -capHeight / unitsPerEm, 0.05];
  type Corner = readonly [x: number, y: number];
  const box = ([x0, y0]: Corner, [x1, y1]: Corner): GlyphDescription['outline'] => [
    { type: 'M', x: x0, y: y0 },
    { type: 'L', x: x0, y: y1 },
    { type: 'L', x: x1, y: y1 },
    { type: 'L', x: x1, y: y0 },
  ];
  const hole = box([left + line, -line], [right - line, top + line]);
  return {
    name: '.notdef',
    outline: [...box([left, 0], [right, top]), hole[0]!, hole[3]!, hole[2]!, hole[1]!],
    advance: Math.round(0.5 * unitsPerEm),
  };
}

/** The code point of a single character. */
function singleCode(character: string): number {
  return character.normalize('NFC').codePointAt(0)!;
}
