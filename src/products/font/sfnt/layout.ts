import { ascii, joined, u16, u32 } from './bytes.js';

/** Below this all offsets of a table are 16 bits long. */
const mostPlainBytes = 60_000;

/** Where glyphs of ordinary letters are looked for: every script that takes a letter as it is typed. */
const scriptTags = ['DFLT', 'armn', 'cyrl', 'geor', 'grek', 'latn'];

/** A lookup: its type and its subtables. */
export interface Lookup {
  readonly type: number;
  /** Whether it looks past marks. */
  readonly pastMarks?: boolean | undefined;
  readonly subtables: readonly Uint8Array[];
}

/** A feature, and the numbers of the lookups that it switches on. */
interface LayoutFeature {
  readonly tag: string;
  readonly lookups: readonly number[];
}

/**
 * Writes `GPOS` or `GSUB` (OpenType, "Common table formats"), with the same features for all scripts. `extensionType` is the
 * type of lookup that reaches its subtables by 32-bit offsets, 9 or 7, which are needed in large tables.
 */
export function writeLayout(
  features: readonly LayoutFeature[],
  lookups: readonly Lookup[],
  extensionType: number,
): Uint8Array {
  const sorted = [...features].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const scripts = scriptList(sorted.length);
  const featureList = withOffsets(
    sorted.length,
    sorted.map(({ tag, lookups: used }) => ({ tag, body: u16(0, used.length, ...used) })),
  );
  const plain = plainLookups(lookups);
  const lookupList = plain.length <= mostPlainBytes ? plain : extendedLookups(lookups, extensionType);
  const start = 10;
  return joined(
    u16(1, 0, start, start + scripts.length, start + scripts.length + featureList.length),
    scripts,
    featureList,
    lookupList,
  );
}

/** Coverage table, format 1. */
export function coverageOf(glyphs: readonly number[]): Uint8Array {
  const sorted = [...new Set(glyphs)].sort((a, b) => a - b);
  return u16(1, sorted.length, ...sorted);
}

/** A table of 16-bit numbers that ends with offsets to parts behind it, from its own beginning. */
function withParts(numbers: readonly number[], parts: readonly Uint8Array[]): Uint8Array {
  let offset = 2 * (numbers.length + parts.length);
  const offsets = parts.map((part) => {
    offset += part.length;
    return offset - part.length;
  });
  return joined(u16(...numbers, ...offsets), ...parts);
}

function withOffsets(
  count: number,
  entries: readonly { readonly tag: string; readonly body: Uint8Array }[],
): Uint8Array {
  let offset = 2 + 6 * count;
  const records = entries.map(({ tag, body }) => {
    offset += body.length;
    return joined(ascii(tag), u16(offset - body.length));
  });
  return joined(u16(count), ...records, ...entries.map(({ body }) => body));
}

function scriptList(features: number): Uint8Array {
  const every = Array.from({ length: features }, (_, at) => at);
  const body = u16(4, 0, 0, 0xffff, features, ...every);
  return withOffsets(
    scriptTags.length,
    scriptTags.map((tag) => ({ tag, body })),
  );
}

const flagOf = (pastMarks = false): number => (pastMarks ? 0x0008 : 0);

/** Subtables that are reached by 16-bit offsets, which some readers know alone. */
function plainLookups(lookups: readonly Lookup[]): Uint8Array {
  const bytes = lookups.reduce(
    (sum, { subtables }) => subtables.reduce((all, subtable) => all + 2 + subtable.length, sum + 6),
    2 + 2 * lookups.length,
  );
  // Longer ones are not looked at.
  if (bytes > mostPlainBytes) return new Uint8Array(bytes);
  return withParts(
    [lookups.length],
    lookups.map(({ type, pastMarks, subtables }) =>
      withParts([type, flagOf(pastMarks), subtables.length], subtables),
    ),
  );
}

/** Headers of extension subtables first, all subtables behind them. */
function extendedLookups(lookups: readonly Lookup[], extensionType: number): Uint8Array {
  const headSizes = lookups.map(({ subtables }) => 6 + 2 * subtables.length + 8 * subtables.length);
  const listSize = 2 + 2 * lookups.length;
  let [headAt, bodyAt] = [listSize, listSize + headSizes.reduce((sum, size) => sum + size, 0)];
  const offsets: number[] = [];
  const heads = lookups.map(({ type, pastMarks, subtables }, at) => {
    offsets.push(headAt);
    const first = 6 + 2 * subtables.length;
    const extensions = subtables.map((subtable, which) => {
      const here = headAt + first + 8 * which;
      bodyAt += subtable.length;
      return joined(u16(1, type), u32(bodyAt - subtable.length - here));
    });
    headAt += headSizes[at]!;
    const places = subtables.map((_, which) => first + 8 * which);
    return joined(u16(extensionType, flagOf(pastMarks), subtables.length, ...places), ...extensions);
  });
  return joined(u16(lookups.length, ...offsets), ...heads, ...lookups.flatMap(({ subtables }) => subtables));
}
