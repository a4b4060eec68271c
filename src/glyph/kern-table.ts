import { viewOf } from './container.js';

/** How much nearer (negative) or farther the second of two glyphs stands, in font units. */
export type PairKerning = (left: number, right: number) => number;

const horizontal = 0x01;
const minimum = 0x02;
const crossStream = 0x04;
const override = 0x08;

/**
 * Reads the older table of kerning (OpenType, "kern"; Apple's header too): subtables of ordered pairs (format 0) and of
 * classes (format 2) that kern along the line. Undefined without such a table or with one that is damaged.
 */
export function readKernTable(table: Uint8Array | undefined): PairKerning | undefined {
  if (table === undefined || table.length < 4) return undefined;
  const subtables: { pair: PairKerning; replaces: boolean }[] = [];
  try {
    for (const each of subtablesOf(viewOf(table))) {
      const pair =
        each.format === 0 ? orderedPairs(each.view) : each.format === 2 ? classes(each.view) : undefined;
      if (pair !== undefined) subtables.push({ pair, replaces: each.replaces });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (subtables.length === 0) return undefined;
  return (left, right) =>
    subtables.reduce((sum, { pair, replaces }) => {
      const units = pair(left, right);
      return replaces && units !== 0 ? units : sum + units;
    }, 0);
}

interface Subtable {
  readonly format: number;
  /** From the subtable's own beginning, header included, as offsets of format 2 count. */
  readonly view: DataView & { readonly headerBytes: number };
  readonly replaces: boolean;
}

function* subtablesOf(table: DataView): Generator<Subtable> {
  const apple = table.getUint16(0) === 1;
  const count = apple ? table.getUint32(4) : table.getUint16(2);
  const headerBytes = apple ? 8 : 6;
  let at = apple ? 8 : 4;
  for (let index = 0; index < count; index++) {
    const length = apple ? table.getUint32(at) : table.getUint16(at + 2);
    const coverage = table.getUint16(at + 4);
    // The last one may be longer than 16 bits can say.
    const end = !apple && index === count - 1 ? table.byteLength : Math.min(table.byteLength, at + length);
    const view = Object.assign(new DataView(table.buffer, table.byteOffset + at, end - at), { headerBytes });
    const along = apple
      ? (coverage & 0xe000) === 0
      : (coverage & (horizontal | minimum | crossStream)) === horizontal;
    const format = apple ? coverage & 0xff : coverage >> 8;
    if (along) yield { format, view, replaces: !apple && (coverage & override) !== 0 };
    if (length < headerBytes) return;
    at += length;
  }
}

function orderedPairs(view: Subtable['view']): PairKerning {
  const start = view.headerBytes + 8;
  const count = Math.min(view.getUint16(view.headerBytes), Math.floor((view.byteLength - start) / 6));
  const units = new Map<number, number>();
  for (let at = start; at < start + 6 * count; at += 6) units.set(view.getUint32(at), view.getInt16(at + 4));
  return (left, right) => units.get(left * 0x10000 + right) ?? 0;
}

/** Classes are offsets: of a row from the subtable's beginning, and of a value within the row. */
function classes(view: Subtable['view']): PairKerning {
  const at = view.headerBytes;
  const classOf = (table: number, glyph: number): number | undefined => {
    const index = glyph - view.getUint16(table);
    return index >= 0 && index < view.getUint16(table + 2)
      ? view.getUint16(table + 4 + 2 * index)
      : undefined;
  };
  const [leftTable, rightTable, values] = [2, 4, 6].map((offset) => view.getUint16(at + offset)) as [
    number,
    number,
    number,
  ];
  return (left, right) => {
    const place = (classOf(leftTable, left) ?? values) + (classOf(rightTable, right) ?? 0);
    return place >= values && place + 2 <= view.byteLength ? view.getInt16(place) : 0;
  };
}

/** Moves glyphs of a shaped run, in visual order: kerning is added to the advance of a pair's left glyph. Marks and what is not seen are passed over. */
export function applyKerning(
  glyphs: readonly { readonly glyph: number; advance: number }[],
  kerning: PairKerning,
  isMark: (glyph: number) => boolean,
): void {
  let left: (typeof glyphs)[number] | undefined;
  for (const right of glyphs) {
    if (right.advance === 0 || isMark(right.glyph)) continue;
    if (left !== undefined) left.advance += kerning(left.glyph, right.glyph);
    left = right;
  }
}
