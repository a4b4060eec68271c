import type { Face as ShapingFace, Font as ShapingFont } from 'harfbuzzjs';

/** A pair of characters and how much nearer (negative) or farther the second one stands, in font units. */
export interface KerningPair {
  readonly left: string;
  readonly right: string;
  readonly units: number;
}

/** A face as the shaping library sees it, at the axes of a variable font. */
export interface Shaper {
  /** Every code point that the face has a glyph for. */
  readonly codePoints: readonly number[];
  /**
   * Kerning of all pairs of these single characters that is not zero. Characters without a glyph have none; of a script
   * with more than 400 (punctuation counted in), those after the first 400 have none either.
   */
  kerning(characters: readonly string[]): KerningPair[];
}

/**
 * Opens an sfnt for shaping. The library reads GPOS, GSUB, GDEF, kern and their variations; what is damaged in them it
 * leaves out.
 */
export async function openShaper(sfnt: Uint8Array, axes: Readonly<Record<string, number>>): Promise<Shaper> {
  // Loaded here: it compiles two megabytes, which a run without kerning need not wait for.
  const { Blob, Face, Font, Variation } = await import('harfbuzzjs');
  const face: ShapingFace = new Face(new Blob(sfnt));
  const font: ShapingFont = new Font(face);
  const variations = Object.entries(axes).map(([tag, value]) => new Variation(tag, value));
  if (variations.length > 0) font.setVariations(variations);
  const codePoints = [...face.collectUnicodes()];
  const known = new Set(codePoints);
  const pairsOf = await pairReader(font);
  return {
    codePoints,
    kerning: (characters) => {
      const present = characters.filter((character) => known.has(character.codePointAt(0)!));
      return groupByScript(present).flatMap(({ script, members }) => pairsOf(members, script));
    },
  };
}

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

async function pairReader(
  font: ShapingFont,
): Promise<(characters: readonly string[], script: string) => KerningPair[]> {
  const { Buffer, Direction, Feature, shape } = await import('harfbuzzjs');
  // What would put other glyphs in the place of the typed ones, or depends on what stands farther away.
  const off = ['liga', 'clig', 'calt', 'rlig', 'locl', 'ccmp', 'mark', 'mkmk'];
  const features = (kern: number) => [...off.map((tag) => new Feature(tag, 0)), new Feature('kern', kern)];
  const advances = (codePoints: readonly number[], script: string, kern: number): number[] => {
    const buffer = new Buffer();
    buffer.addCodePoints([...codePoints]);
    buffer.setDirection(Direction.LTR);
    buffer.setScript(script);
    buffer.setLanguage('en');
    shape(font, buffer, features(kern));
    const sums = codePoints.map(() => 0);
    for (const { cluster, xAdvance } of buffer.getGlyphInfosAndPositions()) sums[cluster]! += xAdvance ?? 0;
    return sums;
  };
  return (characters, script) => {
    const points = characters.map((character) => character.codePointAt(0)!);
    const plain = advances(points, script, 0);
    const pairs: KerningPair[] = [];
    points.forEach((left, from) => {
      // L R1 L R2 L R3 …: the advance of every L tells what stands between it and the next.
      const kerned = advances(
        points.flatMap((right) => [left, right]),
        script,
        1,
      );
      points.forEach((_, to) => {
        const units = kerned[2 * to]! - plain[from]!;
        if (units !== 0) pairs.push({ left: characters[from]!, right: characters[to]!, units });
      });
    });
    return pairs;
  };
}
