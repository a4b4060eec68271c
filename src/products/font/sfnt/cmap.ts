import { joined, u16, u32 } from './bytes.js';

/** A run of code points that lead to as many glyphs, both without a gap. */
interface Segment {
  readonly first: number;
  last: number;
  readonly glyph: number;
}

/** Writes `cmap`: format 4 for the basic plane, and format 12 as well where there are characters beyond it. */
export function writeCmap(characters: ReadonlyMap<number, number>): Uint8Array {
  const segments = toSegments(characters);
  const basic = format4(segments.filter(({ last }) => last < 0xffff));
  if (segments.every(({ last }) => last < 0xffff))
    return joined(u16(0, 2, 0, 3), u32(20), u16(3, 1), u32(20), basic);
  const full = format12(segments);
  const [basicAt, fullAt] = [36, 36 + basic.length];
  const records = [
    joined(u16(0, 3), u32(basicAt)),
    joined(u16(0, 4), u32(fullAt)),
    joined(u16(3, 1), u32(basicAt)),
    joined(u16(3, 10), u32(fullAt)),
  ];
  return joined(u16(0, records.length), ...records, basic, full);
}

function toSegments(characters: ReadonlyMap<number, number>): Segment[] {
  const segments: Segment[] = [];
  for (const [code, glyph] of [...characters].sort(([a], [b]) => a - b)) {
    const before = segments.at(-1);
    const goesOn =
      before !== undefined && code === before.last + 1 && glyph === before.glyph + code - before.first;
    // Neither format takes a run from one plane into the next where a reader looks at one plane only.
    if (goesOn && code !== 0x10000) before.last = code;
    else segments.push({ first: code, last: code, glyph });
  }
  return segments;
}

function format4(basic: readonly Segment[]): Uint8Array {
  const segments = [...basic, { first: 0xffff, last: 0xffff, glyph: 0 }];
  const count = segments.length;
  const power = 2 ** Math.floor(Math.log2(count));
  return joined(
    u16(4, 16 + 8 * count, 0),
    u16(2 * count, 2 * power, Math.log2(power), 2 * (count - power)),
    u16(...segments.map(({ last }) => last), 0),
    u16(...segments.map(({ first }) => first)),
    u16(...segments.map(({ first, glyph }) => (first === 0xffff ? 1 : (glyph - first) & 0xffff))),
    u16(...segments.map(() => 0)),
  );
}

function format12(segments: readonly Segment[]): Uint8Array {
  return joined(
    u16(12, 0),
    u32(16 + 12 * segments.length, 0, segments.length),
    ...segments.map(({ first, last, glyph }) => u32(first, last, glyph)),
  );
}
