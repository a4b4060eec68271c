import { joined, u16 } from './bytes.js';
import { coverageOf, writeLayout } from './layout.js';

/** How much nearer (negative) or farther the second of two glyphs stands, in font units. */
export interface GlyphPair {
  readonly left: number;
  readonly right: number;
  readonly units: number;
  /** What both are moved by and their advances gain, where that is more than the first one's advance. */
  readonly values?: readonly [left: PairValue, right: PairValue];
}

type PairValue = readonly [x: number, y: number, advance: number];

/** Left glyphs that are kerned alike, with what stands between them and each class of right glyphs. */
interface Row {
  readonly glyphs: readonly number[];
  readonly units: readonly number[];
}

/** Subtables are reached by 16-bit offsets from their own beginning. */
const mostBytes = 48_000;

/** What marks of one kind are attached to: places of glyphs (font units, y up) that a place of the mark is laid on. */
export interface GlyphMarks {
  readonly marks: ReadonlyMap<number, readonly [x: number, y: number]>;
  readonly firsts: ReadonlyMap<number, readonly [x: number, y: number]>;
}

/** What GPOS says of glyphs beside each other. */
export interface Positioning {
  readonly kerning: readonly GlyphPair[];
  readonly onLetters?: readonly GlyphMarks[];
  readonly onMarks?: readonly GlyphMarks[];
}

/**
 * Writes `GPOS`: the kerning of these pairs, exactly, by left glyphs with equal rows and right glyphs with equal columns that
 * share a class (OpenType, "GPOS", pair adjustment format 2), and the places of marks. Undefined where there is nothing to say.
 */
export function writePositioning({
  kerning,
  onLetters = [],
  onMarks = [],
}: Positioning): Uint8Array | undefined {
  const parts = [
    { tag: 'kern', type: 2, pastMarks: true, subtables: kerning.length === 0 ? [] : kerningTables(kerning) },
    { tag: 'mark', type: 4, subtables: onLetters.flatMap(markTables) },
    { tag: 'mkmk', type: 6, subtables: onMarks.flatMap(markTables) },
  ].filter(({ subtables }) => subtables.length > 0);
  if (parts.length === 0) return undefined;
  return writeLayout(
    parts.map(({ tag }, at) => ({ tag, lookups: [at] })),
    parts,
    9,
  );
}

/** Writes `GDEF` with the classes of glyphs: which are marks. */
export function writeGlyphClasses(marks: ReadonlySet<number>, glyphCount: number): Uint8Array {
  const letters = Array.from({ length: glyphCount }, (_, glyph) => glyph).filter(
    (glyph) => !marks.has(glyph),
  );
  return joined(u16(1, 0, 12, 0, 0, 0), classes([letters, [], [...marks]], 1));
}

/** Attachments of one class (mark to base or mark to mark, format 1), split where offsets would not reach. */
function markTables({ marks, firsts }: GlyphMarks): Uint8Array[] {
  const anchor = ([x, y]: readonly [number, number]): Uint8Array => u16(1, Math.round(x), Math.round(y));
  const sorted = [...firsts].sort(([a], [b]) => a - b);
  const ordered = [...marks].sort(([a], [b]) => a - b);
  const markCoverage = coverageOf(ordered.map(([glyph]) => glyph));
  const markArray = joined(
    u16(ordered.length, ...ordered.flatMap((_, at) => [0, 2 + 4 * ordered.length + 6 * at])),
    ...ordered.map(([, place]) => anchor(place)),
  );
  const tables: Uint8Array[] = [];
  for (let from = 0; from < sorted.length; from += mostFirsts) {
    const part = sorted.slice(from, from + mostFirsts);
    const coverage = coverageOf(part.map(([glyph]) => glyph));
    const array = joined(
      u16(part.length, ...part.map((_, at) => 2 + 2 * part.length + 6 * at)),
      ...part.map(([, place]) => anchor(place)),
    );
    const start = 12;
    const [second, third] = [start + markCoverage.length, start + markCoverage.length + coverage.length];
    tables.push(
      joined(
        u16(1, start, second, 1, third, third + markArray.length),
        markCoverage,
        coverage,
        markArray,
        array,
      ),
    );
  }
  return tables;
}

const mostFirsts = 2000;

function kerningTables(pairs: readonly GlyphPair[]): Uint8Array[] {
  const { rows, columns } = toClasses(pairs.filter(({ values }) => values === undefined));
  const perTable = Math.max(1, Math.floor(mostBytes / (2 * (columns.length + 1))));
  const subtables = placedPairs(pairs);
  for (let at = 0; at < rows.length; at += perTable)
    subtables.push(pairTable(rows.slice(at, at + perTable), columns));
  return subtables;
}

/** Pairs whose both glyphs have values of their own, one by one (pair adjustment format 1); these tables are asked first. */
function placedPairs(pairs: readonly GlyphPair[]): Uint8Array[] {
  const sets = new Map<number, GlyphPair[]>();
  for (const pair of pairs) {
    if (pair.values === undefined) continue;
    const set = sets.get(pair.left);
    if (set === undefined) sets.set(pair.left, [pair]);
    else set.push(pair);
  }
  const lefts = [...sets].sort(([a], [b]) => a - b);
  const tables: Uint8Array[] = [];
  const mostSets = Math.max(
    1,
    Math.floor(mostBytes / (4 + 14 * Math.max(0, ...lefts.map(([, set]) => set.length)))),
  );
  for (let at = 0; at < lefts.length; at += mostSets) tables.push(setTable(lefts.slice(at, at + mostSets)));
  return tables;
}

function setTable(lefts: readonly (readonly [left: number, pairs: readonly GlyphPair[]])[]): Uint8Array {
  const placementAndAdvance = 0x0007;
  const sets = lefts.map(([, pairs]) => {
    const sorted = [...pairs].sort((a, b) => a.right - b.right);
    return u16(sorted.length, ...sorted.flatMap(({ right, values }) => [right, ...values!.flat()]));
  });
  let offset = 10 + 2 * sets.length;
  const offsets = sets.map((set) => {
    offset += set.length;
    return offset - set.length;
  });
  return joined(
    u16(1, offset, placementAndAdvance, placementAndAdvance, sets.length, ...offsets),
    ...sets,
    coverageOf(lefts.map(([left]) => left)),
  );
}

function toClasses(pairs: readonly GlyphPair[]): { rows: Row[]; columns: number[][] } {
  const units = new Map(pairs.map((pair) => [`${pair.left} ${pair.right}`, pair.units]));
  const between = (left: number, right: number): number => units.get(`${left} ${right}`) ?? 0;
  const sorted = (glyphs: number[]): number[] => [...new Set(glyphs)].sort((a, b) => a - b);
  const lefts = sorted(pairs.map(({ left }) => left));
  const rights = sorted(pairs.map(({ right }) => right));
  const rowGroups = grouped(lefts, (left) => rights.map((right) => between(left, right)).join());
  const columns = grouped(rights, (right) => rowGroups.map(([left]) => between(left!, right)).join());
  const rows = rowGroups.map((glyphs) => ({
    glyphs,
    units: columns.map(([right]) => between(glyphs[0]!, right!)),
  }));
  return { rows, columns };
}

function grouped(glyphs: readonly number[], signature: (glyph: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const glyph of glyphs) {
    const key = signature(glyph);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [glyph]);
    else group.push(glyph);
  }
  return [...groups.values()];
}

function pairTable(rows: readonly Row[], columns: readonly (readonly number[])[]): Uint8Array {
  const values = joined(...rows.map(({ units }) => u16(0, ...units)));
  const coverage = coverageOf(rows.flatMap(({ glyphs }) => glyphs));
  const first = classes(
    rows.map(({ glyphs }) => glyphs),
    0,
  );
  const second = classes(columns, 1);
  const start = 16 + values.length;
  const advanceOnly = 4;
  return joined(
    u16(2, start, advanceOnly, 0, start + coverage.length, start + coverage.length + first.length),
    u16(rows.length, columns.length + 1),
    values,
    coverage,
    first,
    second,
  );
}

/** Class definition format 2. Class 0 is that of all glyphs that are not named. */
function classes(groups: readonly (readonly number[])[], firstClass: number): Uint8Array {
  const named = groups.flatMap((glyphs, group) =>
    glyphs.map((glyph) => ({ glyph, value: group + firstClass })),
  );
  const ranges: { from: number; to: number; value: number }[] = [];
  for (const { glyph, value } of named.sort((a, b) => a.glyph - b.glyph)) {
    const before = ranges.at(-1);
    if (value === 0) continue;
    if (before !== undefined && before.to + 1 === glyph && before.value === value) before.to = glyph;
    else ranges.push({ from: glyph, to: glyph, value });
  }
  return u16(2, ranges.length, ...ranges.flatMap(({ from, to, value }) => [from, to, value]));
}
