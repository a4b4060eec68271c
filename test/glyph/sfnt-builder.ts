/** Big-endian 16-bit numbers as bytes. */
export function words(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [(value >> 8) & 255, value & 255]));
}

/** Big-endian 32-bit numbers as bytes. */
export function longs(...values: number[]): Uint8Array {
  return words(...values.flatMap((value) => [Math.floor(value / 65536), value % 65536]));
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A font file of the given tables; checksums stay zero. */
export function buildSfnt(tables: Record<string, Uint8Array>, version = 0x00010000): Uint8Array {
  const entries = Object.entries(tables);
  let at = 12 + entries.length * 16;
  const directory: Uint8Array[] = [];
  for (const [tag, table] of entries) {
    directory.push(new TextEncoder().encode(tag), longs(0, at, table.length));
    at += table.length;
  }
  const count = words(entries.length, 0, 0, 0);
  return join(longs(version), count, ...directory, ...entries.map(([, table]) => table));
}

/** A character map of format 12 with one group for each `[first, last, glyph]`. */
export function cmap12(...groups: [number, number, number][]): Uint8Array {
  const subtable = [words(12, 0), longs(16 + groups.length * 12, 0, groups.length), longs(...groups.flat())];
  return join(words(0, 1, 3, 10), longs(12), ...subtable);
}

/** A square of TrueType points, `side` units wide, from the origin; clockwise unless `reversed`. */
export function squareGlyph(side: number): Uint8Array {
  const flags = Uint8Array.from([1, 1, 1, 1]);
  const xs = words(0, 0, side, 0);
  const ys = words(0, side, 0, -side);
  return join(words(1, 0, 0, side, side, 3, 0), flags, xs, ys);
}

/** A glyph of other glyphs, each moved by `[glyph, dx, dy]`. */
export function compositeGlyph(...parts: [number, number, number][]): Uint8Array {
  const components = parts.map(([glyph, dx, dy], index) =>
    words(0x0003 | (index + 1 < parts.length ? 0x0020 : 0), glyph, dx, dy),
  );
  return join(words(-1, 0, 0, 0, 0), ...components);
}

/** A whole TrueType font of these glyphs, 1000 units to the em, each 600 wide; the map leads to them. */
export function trueTypeTables(cmap: Uint8Array, glyphs: Uint8Array[]): Record<string, Uint8Array> {
  const head = new Uint8Array(54);
  new DataView(head.buffer).setUint32(0, 0x00010000);
  new DataView(head.buffer).setUint32(12, 0x5f0f3cf5);
  new DataView(head.buffer).setUint16(18, 1000);
  new DataView(head.buffer).setUint16(50, 1);
  const hhea = new Uint8Array(36);
  new DataView(hhea.buffer).setUint32(0, 0x00010000);
  new DataView(hhea.buffer).setUint16(34, 1);
  const offsets = [0];
  for (const glyph of glyphs) offsets.push(offsets.at(-1)! + glyph.length);
  return {
    cmap,
    glyf: join(...glyphs, words(0, 0)),
    head,
    hhea,
    hmtx: join(words(600, 0), words(...glyphs.map(() => 0))),
    loca: longs(...offsets),
    maxp: join(longs(0x00010000), words(glyphs.length), new Uint8Array(26)),
  };
}

/** One axis, `wght` from 0 by way of 0 to 100. */
export function weightAxis(): Uint8Array {
  const axis = join(new TextEncoder().encode('wght'), longs(0, 0, 100 * 65536), words(0, 256));
  return join(longs(0x00010000), words(16, 2, 1, 20, 0, 8), axis);
}

/** How glyphs move at the end of that axis: for each glyph the deltas of all its points, x then y; -128..127. */
export function gvarTable(glyphs: { x: number[]; y: number[] }[]): Uint8Array {
  const bytes = (values: number[]) =>
    Uint8Array.from([values.length - 1, ...values.map((value) => value & 255)]);
  const data = glyphs.map(({ x, y }) => {
    if (x.length === 0) return new Uint8Array(0);
    const deltas = join(Uint8Array.from([0]), bytes(x), bytes(y));
    return join(words(1, 10, deltas.length, 0xa000, 0x4000), deltas);
  });
  const offsets = [0];
  for (const glyph of data) offsets.push(offsets.at(-1)! + glyph.length);
  const start = 20 + offsets.length * 4;
  return join(words(1, 0, 1, 0), longs(start), words(glyphs.length, 1), longs(start, ...offsets), ...data);
}

/** A collection of fonts of these tables. */
export function buildCollection(fonts: readonly Record<string, Uint8Array>[]): Uint8Array {
  const header = 12 + 4 * fonts.length;
  let at = header;
  const starts: number[] = [];
  const files = fonts.map((tables) => {
    const file = buildSfnt(tables);
    const view = new DataView(file.buffer);
    // Tables are counted from the beginning of the whole file.
    Object.keys(tables).forEach((_, index) => {
      view.setUint32(20 + 16 * index, view.getUint32(20 + 16 * index) + at);
    });
    starts.push(at);
    at += file.length;
    return file;
  });
  return join(new TextEncoder().encode('ttcf'), longs(0x00010000, fonts.length, ...starts), ...files);
}

/** A `name` table of these English texts for Windows. */
export function nameTable(texts: Readonly<Record<number, string>>): Uint8Array {
  const entries = Object.entries(texts);
  let at = 0;
  const records = entries.map(([number, text]) => {
    at += 2 * text.length;
    return words(3, 1, 0x409, Number(number), 2 * text.length, at - 2 * text.length);
  });
  const strings = entries.map(([, text]) => words(...Array.from(text, (letter) => letter.charCodeAt(0))));
  return join(words(0, entries.length, 6 + 12 * entries.length), ...records, ...strings);
}
