import { joined, u8, u16, u32 } from './bytes.js';

/** A letter as flat layers: glyphs of the font, each filled with one colour, from below to above. */
export interface LayeredGlyph {
  readonly glyph: number;
  readonly layers: readonly { readonly glyph: number; readonly colour: readonly number[] }[];
}

/**
 * Writes `COLR` and `CPAL` (OpenType, "COLR" version 1): the layers as version 0 has them, for programs that know no more, and as a
 * graph that clips them by the letter's outline. Colours are 0..1, of sRGB.
 */
export function writeColr(given: readonly LayeredGlyph[]): { COLR: Uint8Array; CPAL: Uint8Array } {
  const glyphs = [...given].sort((a, b) => a.glyph - b.glyph);
  const colours = new Map<string, number>();
  const entryOf = (colour: readonly number[]): number => {
    const samples = colour.map((value) => Math.round(255 * Math.min(1, Math.max(0, value))));
    const key = samples.join();
    if (!colours.has(key)) colours.set(key, colours.size);
    return colours.get(key)!;
  };
  const layers = glyphs.flatMap((each) =>
    each.layers.map(({ glyph, colour }) => ({ glyph, entry: entryOf(colour) })),
  );
  let first = 0;
  const spans = glyphs.map(({ glyph, layers: own }) => {
    first += own.length;
    return { glyph, first: first - own.length, count: own.length };
  });
  const records = u16(...spans.flatMap(({ glyph, first: from, count }) => [glyph, from, count]));
  const layerRecords = u16(...layers.flatMap(({ glyph, entry }) => [glyph, entry]));
  const headSize = 34;
  const baseList = baseGlyphList(spans);
  const listAt = headSize + records.length + layerRecords.length;
  const COLR = joined(
    u16(1, spans.length),
    u32(headSize, headSize + records.length),
    u16(layers.length),
    u32(listAt, listAt + baseList.length, 0, 0, 0),
    records,
    layerRecords,
    baseList,
    layerList(layers),
  );
  const bgra = [...colours.keys()].flatMap((key) => [...key.split(',').map(Number).reverse(), 255]);
  const CPAL = joined(u16(0, colours.size, 1, colours.size), u32(14), u16(0), u8(...bgra));
  return { COLR, CPAL };
}

const u24 = (value: number): Uint8Array => u32(value).subarray(1);

/** The letter's outline as a clip (PaintGlyph) around its layers (PaintColrLayers). */
function baseGlyphList(
  spans: readonly { readonly glyph: number; readonly first: number; readonly count: number }[],
): Uint8Array {
  const paintSize = 12;
  const start = 4 + 6 * spans.length;
  return joined(
    u32(spans.length),
    ...spans.map(({ glyph }, at) => joined(u16(glyph), u32(start + at * paintSize))),
    ...spans.map(({ glyph, first, count }) => joined(u8(10), u24(6), u16(glyph), u8(1, count), u32(first))),
  );
}

/** Each layer's glyph (PaintGlyph) filled with one colour (PaintSolid). */
function layerList(layers: readonly { readonly glyph: number; readonly entry: number }[]): Uint8Array {
  const paintSize = 11;
  const opaque = 0x4000;
  const start = 4 + 4 * layers.length;
  return joined(
    u32(layers.length, ...layers.map((_, at) => start + at * paintSize)),
    ...layers.map(({ glyph, entry }) => joined(u8(10), u24(6), u16(glyph), u8(2), u16(entry, opaque))),
  );
}
