import type { Face } from './face.js';
import { type Feature, readFeatures } from './instance.js';

/** A pair of characters and how much nearer (negative) or farther the second one stands, in font units. */
export interface KerningPair {
  readonly left: string;
  readonly right: string;
  readonly units: number;
}

/**
 * Kerning of all pairs of these single characters that is not zero. Characters without a glyph have none; of a script with
 * more than 400 (punctuation counted in), those after the first 400 have none either.
 */
export function readKerning(face: Face, characters: readonly string[]): KerningPair[] {
  const known = new Set(face.codePoints());
  const present = characters.filter((character) => known.has(character.codePointAt(0)!));
  const features = { off: readFeatures([...unwanted, '-kern']), on: readFeatures([...unwanted, 'kern']) };
  return groupByScript(present).flatMap(({ script, members }) => {
    const advances = (text: readonly string[], withKerning: boolean): number[] =>
      advancesOf(face, text, { script, features: withKerning ? features.on : features.off });
    const plain = advances(members, false);
    return members.flatMap((left, from) => {
      // L R1 L R2 L R3 …: the advance of every L tells what stands between it and the next.
      const kerned = advances(
        members.flatMap((right) => [left, right]),
        true,
      );
      return members.flatMap((right, to) => {
        const units = kerned[2 * to]! - plain[from]!;
        return units === 0 ? [] : [{ left, right, units }];
      });
    });
  });
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
const mostOfScript = 400;

function groupByScript(characters: readonly string[]): { script: string; members: string[] }[] {
  return Object.entries(scripts).flatMap(([script, pattern]) => {
    if (script !== 'Latn' && !characters.some((character) => pattern.test(character))) return [];
    const members = characters.filter((character) => pattern.test(character) || shared.test(character));
    return [{ script, members: members.slice(0, mostOfScript) }];
  });
}

/** How far the pen moves on at each of the characters. */
function advancesOf(
  { shape }: Face,
  characters: readonly string[],
  { script, features }: { readonly script: string; readonly features: readonly Feature[] },
): number[] {
  const text = characters.join('');
  const sums = new Map<number, number>();
  const whole = { text, start: 0, end: text.length, rtl: false, script, language: 'en', features };
  for (const { cluster, advance } of shape(whole)) sums.set(cluster, (sums.get(cluster) ?? 0) + advance);
  let at = 0;
  return characters.map((character) => {
    const sum = sums.get(at) ?? 0;
    at += character.length;
    return sum;
  });
}
