import { ascii, joined, u8, u16, u32 } from './bytes.js';

/**
 * A glyph's picture in one size, in whole pixels, y up. They count from the pen origin in `CBDT`, and in `sbix` from the lower
 * left corner of the glyph's box in `glyf`.
 */
export interface Bitmap {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Its left edge. */
  readonly left: number;
  /** Its upper edge. */
  readonly top: number;
  readonly advance: number;
}

/** All glyphs' pictures in one size, by the glyphs' numbers. */
export interface Strike {
  /** Pixels per em, whole. */
  readonly ppem: number;
  readonly bitmaps: ReadonlyMap<number, Bitmap>;
}

/**
 * Writes `sbix` (OpenType, "sbix"): pictures are placed by their lower left corners. From where is read in two ways: from the
 * glyph's box by Apple's CoreText and by Skia, from the pen origin by others; where a box begins at the origin, as
 * `baseTables` makes it wherever it can, both are the same.
 */
export function writeSbix(strikes: readonly Strike[], glyphCount: number): Uint8Array {
  const bodies = bySize(strikes).map(({ ppem, bitmaps }) => {
    const glyphs = Array.from({ length: glyphCount }, (_, index) => {
      const bitmap = bitmaps.get(index);
      if (bitmap === undefined) return new Uint8Array(0);
      return joined(u16(bitmap.left, bitmap.top - bitmap.height), ascii('png '), bitmap.png);
    });
    let offset = 4 + 4 * (glyphCount + 1);
    const offsets = glyphs.map((glyph) => {
      offset += glyph.length;
      return offset - glyph.length;
    });
    const body = joined(u16(ppem, 72), u32(...offsets, offset), ...glyphs);
    return joined(body, new Uint8Array(-body.length & 3));
  });
  let offset = 8 + 4 * bodies.length;
  const offsets = bodies.map((body) => {
    offset += body.length;
    return offset - body.length;
  });
  return joined(u16(1, 1), u32(bodies.length, ...offsets), ...bodies);
}

/** Whether a picture's measures can be said in `CBDT`, where each is one byte. */
export function fitsCbdt({ width, height, left, top, advance }: Omit<Bitmap, 'png'>): boolean {
  const isByte = (value: number): boolean => value >= 0 && value <= 255;
  const isSigned = (value: number): boolean => value >= -128 && value <= 127;
  return isByte(width) && isByte(height) && isByte(advance) && isSigned(left) && isSigned(top);
}

/** Ascender and descender in pixels of one size. */
type LineAt = (ppem: number) => { readonly ascender: number; readonly descender: number };

/**
 * Writes `CBDT` and `CBLC` (OpenType, "CBDT" image format 17, "CBLC" index format 1). Throws RangeError for a picture or a
 * size that its bytes cannot say.
 */
export function writeCbdt(
  strikes: readonly Strike[],
  lineAt: LineAt,
): { CBDT: Uint8Array; CBLC: Uint8Array } {
  const sizes = bySize(strikes);
  const images: Uint8Array[] = [u16(3, 0)];
  let imagesAt = 4;
  const lists: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let listsAt = 8 + 48 * sizes.length;
  for (const { ppem, bitmaps } of sizes) {
    if (ppem > 255) throw new RangeError(`${ppem} pixels per em do not fit into CBDT`);
    const runs = toRuns([...bitmaps.keys()]);
    const subtables = runs.map((run) => {
      const dataAt = imagesAt;
      const offsets = [0];
      for (const glyph of run) {
        const image = imageOf(bitmaps.get(glyph)!);
        images.push(image);
        imagesAt += image.length;
        offsets.push(imagesAt - dataAt);
      }
      return joined(u16(1, 17), u32(dataAt, ...offsets));
    });
    let offset = 8 * runs.length;
    const index = runs.map((run, at) => {
      offset += subtables[at]!.length;
      return joined(u16(run[0]!, run.at(-1)!), u32(offset - subtables[at]!.length));
    });
    const list = joined(...index, ...subtables);
    const line = lineMetrics(lineAt(ppem), [...bitmaps.values()]);
    records.push(
      joined(
        u32(listsAt, list.length, runs.length, 0),
        line,
        line,
        u16(runs[0]![0]!, runs.at(-1)!.at(-1)!),
        u8(ppem, ppem, 32, 1),
      ),
    );
    lists.push(list);
    listsAt += list.length;
  }
  return { CBDT: joined(...images), CBLC: joined(u16(3, 0), u32(sizes.length), ...records, ...lists) };
}

function imageOf(bitmap: Bitmap): Uint8Array {
  if (!fitsCbdt(bitmap)) throw new RangeError(`a picture of ${bitmap.width}x${bitmap.height} in CBDT`);
  const { png, width, height, left, top, advance } = bitmap;
  return joined(u8(height, width, left, top, advance), u32(png.length), png);
}

function lineMetrics(
  { ascender, descender }: { ascender: number; descender: number },
  bitmaps: readonly Bitmap[],
): Uint8Array {
  const signed = (value: number): number => Math.max(-128, Math.min(127, Math.round(value)));
  const widest = Math.max(...bitmaps.map(({ width }) => width));
  const leftmost = Math.min(...bitmaps.map(({ left }) => left));
  const after = Math.min(...bitmaps.map(({ left, width, advance }) => advance - left - width));
  const highest = Math.max(...bitmaps.map(({ top }) => top));
  const lowest = Math.min(...bitmaps.map(({ top, height }) => top - height));
  return u8(
    signed(ascender),
    signed(descender),
    widest,
    1,
    0,
    0,
    signed(leftmost),
    signed(after),
    signed(highest),
    signed(lowest),
    0,
    0,
  );
}

/** Numbers that follow each other without a gap. */
function toRuns(glyphs: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const glyph of [...glyphs].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)! + 1 === glyph) run.push(glyph);
    else runs.push([glyph]);
  }
  return runs;
}

const bySize = (strikes: readonly Strike[]): Strike[] => [...strikes].sort((a, b) => a.ppem - b.ppem);
