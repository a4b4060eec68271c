import { buildSfnt, join, longs, trueTypeTables, words } from './sfnt-builder.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A character map of these subtables. */
export function cmapOf(
  ...subtables: [platform: number, encoding: number, subtable: Uint8Array][]
): Uint8Array {
  let at = 4 + 8 * subtables.length;
  const records = subtables.map(([platform, encoding, subtable]) => {
    at += subtable.length;
    return join(words(platform, encoding), longs(at - subtable.length));
  });
  return join(words(0, subtables.length), ...records, ...subtables.map(([, , subtable]) => subtable));
}

/** Subtables of each format that lead A to glyph 1 and B to glyph 2 (13: both to 2); `from` is the code of A. */
export const cmapFormats: Readonly<Record<number, (from?: number) => Uint8Array>> = {
  0: (from = 65) => {
    const glyphs = new Uint8Array(256);
    glyphs.set([1, 2], from);
    return join(words(0, 262, 0), glyphs);
  },
  // Two bytes: the high one of 0x88 has a header of its own.
  2: () => {
    const keys = Array.from({ length: 256 }, (_, high) => (high === 0x88 ? 8 : 0));
    const single = words(65, 2, 0, 2 + 8);
    const double = words(0x9f, 1, 0, 2 + 4);
    return join(words(2, 6 + 512 + 22, 0, ...keys), single, double, words(1, 2, 2));
  },
  4: (from = 65) =>
    words(4, 32, 0, 4, 4, 1, 0, from + 1, 0xffff, 0, from, 0xffff, (1 - from) & 0xffff, 1, 0, 0),
  6: (from = 65) => words(6, 14, 0, from, 2, 1, 2),
  8: () => join(words(8, 0), longs(8208 + 12, 0), new Uint8Array(8192), longs(1, 65, 66, 1)),
  10: () => join(words(10, 0), longs(24, 0, 65, 2), words(1, 2)),
  12: () => join(words(12, 0), longs(28, 0, 1, 65, 66, 1)),
  13: () => join(words(13, 0), longs(28, 0, 1, 65, 66, 2)),
};

/** Format 14: A with the variation selector U+FE00 is this glyph. */
export function variationSequences(glyph: number): Uint8Array {
  const record = join(bytes(0x00, 0xfe, 0x00), longs(0, 21));
  return join(words(14), longs(30, 1), record, longs(1), bytes(0, 0, 65), words(glyph));
}

/** The older kerning: one subtable of pairs, or one of classes in which these pairs are alike. */
export function kernPairs(...pairs: [left: number, right: number, units: number][]): Uint8Array {
  const body = join(words(pairs.length, 0, 0, 0), words(...pairs.flat()));
  return join(words(0, 1), words(0, 6 + body.length, 1), body);
}

export function kernClasses(left: number, right: number, units: number): Uint8Array {
  const classesAt = 14;
  const values = classesAt + 12;
  const rows = join(words(left, 1, values + 4), words(right, 1, 2), words(0, 0, 0, units));
  return join(
    words(0, 1),
    words(0, 6 + 8 + rows.length, 0x0201),
    words(4, classesAt, classesAt + 6, values),
    rows,
  );
}

/** A glyph that another glyph makes, halved, with an offset of 100, 0 that is halved too or not. */
export function halvedComposite(glyph: number, scaledOffset: boolean): Uint8Array {
  const flags = 0x0001 | 0x0002 | 0x0008 | (scaledOffset ? 0x0800 : 0x1000);
  return join(words(-1, 0, 0, 0, 0), words(flags, glyph, 100, 0, 0x2000));
}

/** GSUB whose rvrn gives glyph `to` for `from` in the upper half of the only axis. */
export function heavyForm(from: number, to: number): Uint8Array {
  const scripts = join(words(1), ascii('DFLT'), words(8), words(4, 0), words(0, 0xffff, 1, 0));
  const features = join(words(1), ascii('rvrn'), words(8), words(0, 0));
  const lookups = join(words(1, 4), words(1, 0, 1, 8), words(2, 8, 1, to), words(1, 1, from));
  const start = 14;
  const [second, third] = [start + scripts.length, start + scripts.length + features.length];
  const condition = words(1, 0, 0x2000, 0x4000);
  const conditions = join(words(1), longs(6), condition);
  const substitution = join(words(1, 0, 1, 0), longs(12), words(0, 1, 0));
  const variations = join(words(1, 0), longs(1, 16, 16 + conditions.length), conditions, substitution);
  return join(
    words(1, 1, start, second, third),
    longs(third + lookups.length),
    scripts,
    features,
    lookups,
    variations,
  );
}

/** GPOS that names kerning for a script, without any rule. */
export function kerningFor(script: string): Uint8Array {
  const scripts = join(words(1), ascii(script), words(8), words(4, 0), words(0, 0xffff, 1, 0));
  const features = join(words(1), ascii('kern'), words(8), words(0, 0));
  const start = 10;
  const [second, third] = [start + scripts.length, start + scripts.length + features.length];
  return join(words(1, 0, start, second, third), scripts, features, words(0));
}

/** `avar` of version 2 whose only axis ends at half of its way. */
export function halfWay(): Uint8Array {
  const data = join(words(1, 1, 1, 0), words(-0x2000));
  const store = join(words(1), longs(12), words(1), longs(12 + oneRegion().length), oneRegion(), data);
  return join(words(2, 0, 0, 1, 0), longs(0, 18), store);
}

/** Metrics for lines down the page: all glyphs this high, the space above their ink, and where one of them stands by itself. */
export function verticalMetrics(
  advance: number,
  above: number,
  own?: readonly [glyph: number, origin: number],
): Record<string, Uint8Array> {
  const vhea = new Uint8Array(36);
  new DataView(vhea.buffer).setUint32(0, 0x00011000);
  new DataView(vhea.buffer).setUint16(34, 1);
  const vmtx = words(advance, above, above, above, above);
  return { vhea, vmtx, ...(own && { VORG: words(1, 0, 880, 1, ...own) }) };
}

const dictNumber = (value: number): number[] => [
  29,
  value >> 24,
  (value >> 16) & 255,
  (value >> 8) & 255,
  value & 255,
];
const charNumber = (value: number): number[] => [28, (value >> 8) & 255, value & 255];

function index(items: readonly Uint8Array[], countBytes: 2 | 4 = 2): Uint8Array {
  const count = countBytes === 2 ? words(items.length) : longs(items.length);
  if (items.length === 0) return count;
  let at = 1;
  const offsets = [1, ...items.map((item) => (at += item.length))];
  return join(count, bytes(2), words(...offsets), ...items);
}

/** Operators of Type 2 charstrings. */
const [rmoveto, hlineto, vlineto, endchar, blend, hstemhm, hintmask] = [21, 6, 7, 14, 16, 18, 19];

/** A square from the origin as a charstring; `widthGain` is what the charstring itself says of its width. */
function squareChar(side: number, widthGain?: number): Uint8Array {
  const width = widthGain === undefined ? [] : charNumber(widthGain);
  const edges = [side, side, -side].flatMap(charNumber);
  return bytes(...width, ...[0, 0].flatMap(charNumber), rmoveto!, ...edges, vlineto!, endchar!);
}

/** A CFF table of .notdef and a square whose widths, 1500, contradict any `hmtx`. */
export function cffTable(side: number): Uint8Array {
  const chars = index([squareChar(10, 0), squareChar(side, 0)]);
  const privateDict = bytes(...dictNumber(1500), 20, ...dictNumber(1500), 21);
  const before = join(bytes(1, 0, 4, 2), index([ascii('Test')]));
  const dict = (charsAt: number): Uint8Array =>
    bytes(
      ...dictNumber(charsAt),
      17,
      ...dictNumber(privateDict.length),
      ...dictNumber(charsAt + chars.length),
      18,
    );
  const between = join(index([]), index([]));
  const charsAt = before.length + index([dict(0)]).length + between.length;
  return join(before, index([dict(charsAt)]), between, chars, privateDict);
}

const oneRegion = (): Uint8Array => words(1, 1, 0, 0x4000, 0x4000);

/** A CFF2 table: a square whose height grows from `side` by `gain` along the only axis, with hints that count as operands. */
export function cff2Table(side: number, gain: number): Uint8Array {
  const edge = (length: number, more: number): number[] =>
    [length, more, 1].flatMap(charNumber).concat(blend!);
  const hints = [...[0, 20, 400, 20].flatMap(charNumber), hstemhm!, hintmask!, 0xc0];
  const square = bytes(
    ...hints,
    ...[0, 0].flatMap(charNumber),
    rmoveto!,
    ...edge(side, gain),
    vlineto!,
    ...charNumber(side),
    hlineto!,
    ...edge(-side, -gain),
    vlineto!,
  );
  const chars = index([square, square], 4);
  const data = join(words(0, 0, 1, 0));
  const variations = join(
    words(1),
    longs(12, 1).subarray(0, 4),
    words(1),
    longs(12 + oneRegion().length),
    oneRegion(),
    data,
  );
  const store = join(words(variations.length), variations);
  const dict = (at: { chars: number; fonts: number; store: number }): Uint8Array =>
    bytes(...dictNumber(at.chars), 17, ...dictNumber(at.fonts), 12, 36, ...dictNumber(at.store), 24);
  const dictBytes = dict({ chars: 0, fonts: 0, store: 0 }).length;
  const charsAt = 5 + dictBytes + 4;
  const storeAt = charsAt + chars.length;
  const fontsAt = storeAt + store.length;
  const fonts = index([bytes(...dictNumber(0), ...dictNumber(0), 18)], 4);
  const top = dict({ chars: charsAt, fonts: fontsAt, store: storeAt });
  return join(bytes(2, 0, 5), words(dictBytes), top, index([], 4), chars, store, fonts);
}

/** HVAR that adds this to every advance at the end of the only axis. */
export function widerBy(units: number, glyphs: number): Uint8Array {
  const data = join(words(glyphs, 1, 1, 0), words(...Array(glyphs).fill(units)));
  const store = join(words(1), longs(12), words(1), longs(12 + oneRegion().length), oneRegion(), data);
  return join(longs(0x00010000, 20, 0, 0, 0), store);
}

/** A font with PostScript outlines of two glyphs, each 600 wide; A is the second. */
export function postScriptFont(outlines: Record<string, Uint8Array>): Uint8Array {
  const {
    glyf: _,
    loca: __,
    ...tables
  } = trueTypeTables(cmapOf([3, 1, cmapFormats[4]!()]), [bytes(), bytes()]);
  return buildSfnt({ ...tables, ...outlines }, 0x4f54544f);
}
