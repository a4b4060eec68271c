import { joined, u16 } from './bytes.js';
import { coverageOf, type Lookup, writeLayout } from './layout.js';

/** How many glyphs back a letter is looked for that the next one should not repeat. */
const memory = 5;

/**
 * Writes `GSUB`: `calt` gives a letter that comes again within a few glyphs its next form, and `ss01`, `ss02` and so on give every
 * letter its second form, its third … `turns` holds each letter's glyphs, the one that is typed first; at most 20 count.
 */
export function writeAlternates(turns: readonly (readonly number[])[], glyphCount: number): Uint8Array {
  const sets = Math.min(20, Math.max(...turns.map((glyphs) => glyphs.length)) - 1);
  const swaps = Array.from({ length: sets }, (_, set): Lookup => {
    const pairs = turns
      .flatMap((glyphs): [number, number][] =>
        glyphs[set + 1] === undefined ? [] : [[glyphs[0]!, glyphs[set + 1]!]],
      )
      .sort(([a], [b]) => a - b);
    const coverage = coverageOf(pairs.map(([from]) => from));
    const start = 6 + 2 * pairs.length;
    return {
      type: 1,
      subtables: [joined(u16(2, start, pairs.length, ...pairs.map(([, to]) => to)), coverage)],
    };
  });
  const cycle: Lookup = { type: 6, subtables: turns.flatMap((glyphs) => turnsOf(glyphs, glyphCount)) };
  const features = swaps.map((_, at) => ({ tag: `ss${String(at + 1).padStart(2, '0')}`, lookups: [at] }));
  return writeLayout([...features, { tag: 'calt', lookups: [sets] }], [...swaps, cycle], 7);
}

/**
 * Chained contexts (format 3) for one letter, the nearest earlier one asked first: behind its form k stands form k + 1, and behind
 * its last form the first, for which a rule that changes nothing keeps the later ones from being asked.
 */
function turnsOf(glyphs: readonly number[], glyphCount: number): Uint8Array[] {
  const input = coverageOf([glyphs[0]!]);
  const any = u16(2, 1, 1, glyphCount - 1, 0);
  return Array.from({ length: memory }, (_, between) => between).flatMap((between) =>
    glyphs.map((glyph, form) => {
      const backtrack = [...Array<Uint8Array>(between).fill(any), coverageOf([glyph])];
      const actions = form + 1 < glyphs.length ? [0, form] : [];
      return chained(backtrack, input, actions);
    }),
  );
}

/** One rule: what stands before, nearest first, the glyph itself, and pairs of place and lookup. */
function chained(
  backtrack: readonly Uint8Array[],
  input: Uint8Array,
  actions: readonly number[],
): Uint8Array {
  const head = 2 + 2 + 2 * backtrack.length + 2 + 2 + 2 + 2 + 2 * actions.length;
  let offset = head;
  const offsets = backtrack.map((part) => {
    offset += part.length;
    return offset - part.length;
  });
  return joined(
    u16(3, backtrack.length, ...offsets, 1, offset, 0, actions.length / 2, ...actions),
    ...backtrack,
    input,
  );
}
