import type { Face } from './face.js';
import { type Feature, readFeatures } from './instance.js';

/** A pair of characters and how much nearer (negative) or farther the second one's ink stands, in font units. */
export interface KerningPair {
  readonly left: string;
  readonly right: string;
  readonly units: number;
  /** Where a font says more of a pair than the advance of its first letter: what both letters are moved by and their advances gain. */
  readonly values?: readonly [left: PairValue, right: PairValue];
}

/** As GPOS has it: x and y of what is drawn, and the advance; font units, y up. */
type PairValue = readonly [x: number, y: number, advance: number];

/**
 * Kerning of all pairs of these single characters that is not zero. Characters without a glyph have none; of a script with
 * more than 1500 (punctuation counted in), those after the first 1500 have none either.
 */
export function readKerning(face: Face, characters: readonly string[]): KerningPair[] {
  const known = new Set(face.codePoints());
  const present = characters.filter((character) => known.has(character.codePointAt(0)!));
  const features = { off: readFeatures([...unwanted, '-kern']), on: readFeatures([...unwanted, 'kern']) };
  return groupByScript(present).flatMap(({ script, members }) => {
    const plain = members.map((member) => valuesOf(face, member, { script, features: features.off }));
    return members.flatMap((left, from) => {
      const pairs = pairsOf(face, left, { members, script, features: features.on });
      return members.flatMap((right, to): KerningPair[] => {
        const pair = pairs[to]!;
        const alone = [...plain[from]!, ...plain[to]!];
        if (pair.length !== 2 || alone.length !== 2) return [];
        const [first, second] = pair.map(([x, y, advance], at): PairValue => [x, y, advance - alone[at]![2]]);
        return [first!, second!].flat().some((value) => value !== 0)
          ? [pairOf({ left, right }, [first!, second!])]
          : [];
      });
    });
  });
}

/** No font has a glyph for it: what stands for a missing one keeps two pairs apart. */
const between = '\uffff';

/** The values of a letter's pairs with all others: of all at once where what keeps them apart is kerned with none of them, else one by one. */
function pairsOf(
  face: Face,
  left: string,
  {
    members,
    script,
    features,
  }: { readonly members: readonly string[]; readonly script: string; readonly features: readonly Feature[] },
): PairValue[][] {
  const asked = { script, features };
  const values = valuesOf(face, members.map((right) => left + right + between).join(''), asked);
  const apart = values.length === 3 * members.length && !kernsBetween(values, valuesOf(face, between, asked));
  return members.map((right, at) =>
    apart ? values.slice(3 * at, 3 * at + 2) : valuesOf(face, left + right, asked),
  );
}

function kernsBetween(values: readonly PairValue[], [alone]: readonly PairValue[]): boolean {
  return values.some((value, at) => at % 3 === 2 && value.some((each, which) => each !== alone![which]));
}

function pairOf(
  pair: { readonly left: string; readonly right: string },
  values: readonly [PairValue, PairValue],
): KerningPair {
  const [[x, y, advance], second] = values;
  const units = advance + second[0] - x;
  return [x, y, ...second].every((value) => value === 0) ? { ...pair, units } : { ...pair, units, values };
}

/** What would put other glyphs in the place of the typed ones, or depends on what stands farther away. */
const unwanted = ['-liga', '-clig', '-calt', '-rlig', '-locl', '-ccmp', '-mark', '-mkmk'];

/** Scripts whose pairs stand from left to right and are kerned as they are typed, by their ISO 15924 tags. */
const scripts = {
  Latn: /\p{Script=Latin}/u,
  Grek: /\p{Script=Greek}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Armn: /\p{Script=Armenian}/u,
  Geor: /\p{Script=Georgian}/u,
} as const;
const shared = /\p{Script=Common}/u;

/** Every character is tried with every other: ten times as many would take a hundred times as long. */
const mostOfScript = 1500;

function groupByScript(characters: readonly string[]): { script: string; members: string[] }[] {
  return Object.entries(scripts).flatMap(([script, pattern]) => {
    if (script !== 'Latn' && !characters.some((character) => pattern.test(character))) return [];
    const members = characters.filter((character) => pattern.test(character) || shared.test(character));
    return [{ script, members: members.slice(0, mostOfScript) }];
  });
}

/** Where each glyph of a text is drawn, from its pen position, and how far the pen moves on. */
function valuesOf(
  { shape }: Face,
  text: string,
  { script, features }: { readonly script: string; readonly features: readonly Feature[] },
): PairValue[] {
  const whole = { text, start: 0, end: text.length, rtl: false, script, language: 'en', features };
  return shape(whole).map(({ dx, dy, advance }) => [dx, dy, advance]);
}
