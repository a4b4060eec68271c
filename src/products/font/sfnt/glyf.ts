import { joined, u8, u16, u32 } from './bytes.js';
import type { Contour } from './quadratic.js';

/** A box in font units, y up. */
export interface UnitBox {
  readonly xMin: number;
  readonly yMin: number;
  readonly xMax: number;
  readonly yMax: number;
}

/** Outlines as tables, and what other tables say of them. */
interface GlyphTables {
  readonly glyf: Uint8Array;
  /** Long offsets (`head.indexToLocFormat` 1). */
  readonly loca: Uint8Array;
  /** Undefined for a glyph without outline. */
  readonly boxes: readonly (UnitBox | undefined)[];
  readonly mostPoints: number;
  readonly mostContours: number;
}

/** Writes `glyf` and `loca` (OpenType, "glyf"): simple glyphs without instructions. */
export function writeGlyphs(glyphs: readonly (readonly Contour[])[]): GlyphTables {
  const boxes = glyphs.map(boxOf);
  const parts = glyphs.map((contours, index) => {
    const box = boxes[index];
    return box === undefined ? new Uint8Array(0) : simpleGlyph(contours, box);
  });
  const offsets = [0];
  for (const part of parts) offsets.push(offsets.at(-1)! + part.length);
  return {
    // An empty table would be refused.
    glyf: offsets.at(-1) === 0 ? u8(0) : joined(...parts),
    loca: u32(...offsets),
    boxes,
    mostPoints: Math.max(...glyphs.map((contours) => contours.flat().length)),
    mostContours: Math.max(...glyphs.map((contours) => contours.length)),
  };
}

function boxOf(contours: readonly Contour[]): UnitBox | undefined {
  const points = contours.flat();
  if (points.length === 0) return undefined;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { xMin: Math.min(...xs), yMin: Math.min(...ys), xMax: Math.max(...xs), yMax: Math.max(...ys) };
}

const onCurve = 0x01;
/** `same` says of a short step that it is positive, of another that there is none. */
const acrossFlags = { short: 0x02, same: 0x10 };
const downFlags = { short: 0x04, same: 0x20 };

function simpleGlyph(contours: readonly Contour[], { xMin, yMin, xMax, yMax }: UnitBox): Uint8Array {
  const flags: number[] = [];
  const xs: Uint8Array[] = [];
  const ys: Uint8Array[] = [];
  let [x, y] = [0, 0];
  for (const point of contours.flat()) {
    let flag = point.onCurve ? onCurve : 0;
    flag |= step(point.x - x, acrossFlags, xs) | step(point.y - y, downFlags, ys);
    flags.push(flag);
    [x, y] = [point.x, point.y];
  }
  let last = -1;
  const ends = contours.map((contour) => (last += contour.length));
  const glyph = joined(
    u16(contours.length, xMin, yMin, xMax, yMax),
    u16(...ends, 0),
    u8(...flags),
    ...xs,
    ...ys,
  );
  return joined(glyph, new Uint8Array(-glyph.length & 3));
}

/** Adds one coordinate to its stream and returns the flags that say how it is written. */
function step(delta: number, { short, same }: typeof acrossFlags, stream: Uint8Array[]): number {
  if (delta === 0) return same;
  if (Math.abs(delta) < 256) {
    stream.push(u8(Math.abs(delta)));
    return delta > 0 ? short | same : short;
  }
  stream.push(u16(delta));
  return 0;
}
