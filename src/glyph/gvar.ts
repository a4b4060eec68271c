import { viewOf } from './container.js';

/** A moved point: font units, y up. */
export interface PointShift {
  x: number;
  y: number;
}

/** How a glyph's points move between the masters of a variable font. */
export interface GlyphVariations {
  /**
   * How far each point of a glyph moves at these axes. `points` are the default points, and four phantom points after
   * them; `contourEnds` are the indices at which contours end, none for a composite glyph (whose points are the offsets
   * of its components). Throws RangeError for data that leads out of the table.
   */
  shifts(
    glyphIndex: number,
    points: readonly Readonly<PointShift>[],
    contourEnds: readonly number[],
  ): PointShift[];
}

const embeddedPeak = 0x8000;
const intermediateRegion = 0x4000;
const privatePoints = 0x2000;

/**
 * Reads `gvar` at fixed, normalised coordinates (one per axis, -1..1). opentype.js reads it too, but moves no component
 * of a composite glyph whose deltas name no points, and takes shared points where a tuple means all (OpenType 1.9.1,
 * "gvar" and "Font variations common table formats").
 */
export function readGlyphVariations(gvar: Uint8Array, coordinates: readonly number[]): GlyphVariations {
  const view = viewOf(gvar);
  const axisCount = view.getUint16(4);
  if (axisCount !== coordinates.length) throw new RangeError('gvar and fvar disagree on the number of axes');
  const sharedTuples = view.getUint32(8);
  const glyphCount = view.getUint16(12);
  const longOffsets = (view.getUint16(14) & 1) === 1;
  const data = view.getUint32(16);
  const offsetOf = (index: number): number =>
    data + (longOffsets ? view.getUint32(20 + index * 4) : view.getUint16(20 + index * 2) * 2);

  return {
    shifts: (glyphIndex, points, contourEnds) => {
      const total = points.map(() => ({ x: 0, y: 0 }));
      if (glyphIndex >= glyphCount) return total;
      const start = offsetOf(glyphIndex);
      if (offsetOf(glyphIndex + 1) === start) return total;

      const flags = view.getUint16(start);
      const tupleCount = flags & 0x0fff;
      let header = start + 4;
      const packed = { view, at: start + view.getUint16(start + 2) };
      const shared = (flags & 0x8000) === 0 ? undefined : readPointNumbers(packed);
      let tupleData = packed.at;
      for (let tuple = 0; tuple < tupleCount; tuple++) {
        const size = view.getUint16(header);
        const index = view.getUint16(header + 2);
        header += 4;
        const readTuple = (at: number): number[] =>
          coordinates.map((_, axis) => view.getInt16(at + axis * 2) / 16384);
        const nextTuple = (): number[] => {
          header += axisCount * 2;
          return readTuple(header - axisCount * 2);
        };
        const peak =
          index & embeddedPeak ? nextTuple() : readTuple(sharedTuples + (index & 0x0fff) * axisCount * 2);
        const region = index & intermediateRegion ? { from: nextTuple(), to: nextTuple() } : undefined;
        const weight = tupleWeight(coordinates, peak, region);
        if (weight !== 0) {
          packed.at = tupleData;
          const named = index & privatePoints ? readPointNumbers(packed) : shared;
          const numbers = named === undefined || named === 'all' ? points.map((_, point) => point) : named;
          const xs = readDeltas(packed, numbers.length);
          const ys = readDeltas(packed, numbers.length);
          const moved = new Map(numbers.map((point, at) => [point, { x: xs[at]!, y: ys[at]! }]));
          inferShifts(points, contourEnds, moved).forEach((shift, point) => {
            total[point]!.x += weight * shift.x;
            total[point]!.y += weight * shift.y;
          });
        }
        tupleData += size;
      }
      return total;
    },
  };
}

/** The weight of a region at these coordinates, 0..1 (OpenType, "Algorithm for interpolation of instance values"). */
function tupleWeight(
  coordinates: readonly number[],
  peak: readonly number[],
  region: { from: readonly number[]; to: readonly number[] } | undefined,
): number {
  let weight = 1;
  for (let axis = 0; axis < coordinates.length; axis++) {
    const at = coordinates[axis]!;
    const top = peak[axis]!;
    const from = region?.from[axis] ?? Math.min(top, 0);
    const to = region?.to[axis] ?? Math.max(top, 0);
    if (top === 0 || at === top || from > top || top > to || (from < 0 && to > 0 && region !== undefined))
      continue;
    if (at <= from || at >= to) return 0;
    weight *= at < top ? (at - from) / (top - from) : (to - at) / (to - top);
  }
  return weight;
}

interface Cursor {
  readonly view: DataView;
  at: number;
}

function readPointNumbers(cursor: Cursor): number[] | 'all' {
  const { view } = cursor;
  let count = view.getUint8(cursor.at++);
  if (count === 0) return 'all';
  if (count & 0x80) count = ((count & 0x7f) << 8) | view.getUint8(cursor.at++);
  const numbers: number[] = [];
  let point = 0;
  while (numbers.length < count) {
    const control = view.getUint8(cursor.at++);
    for (let left = (control & 0x7f) + 1; left > 0 && numbers.length < count; left--) {
      point += control & 0x80 ? view.getUint16(cursor.at) : view.getUint8(cursor.at);
      cursor.at += control & 0x80 ? 2 : 1;
      numbers.push(point);
    }
  }
  return numbers;
}

function readDeltas(cursor: Cursor, count: number): number[] {
  const { view } = cursor;
  const deltas: number[] = [];
  while (deltas.length < count) {
    const control = view.getUint8(cursor.at++);
    for (let left = (control & 0x3f) + 1; left > 0 && deltas.length < count; left--) {
      if (control & 0x80) deltas.push(0);
      else if (control & 0x40) {
        deltas.push(view.getInt16(cursor.at));
        cursor.at += 2;
      } else deltas.push(view.getInt8(cursor.at++));
    }
  }
  return deltas;
}

/** Shifts of all points, those not named inferred from their neighbours on the contour (OpenType, "gvar"). */
function inferShifts(
  points: readonly Readonly<PointShift>[],
  contourEnds: readonly number[],
  moved: ReadonlyMap<number, PointShift>,
): PointShift[] {
  const shifts = points.map((_, point) => moved.get(point) ?? { x: 0, y: 0 });
  if (moved.size >= points.length) return shifts;
  let first = 0;
  for (const last of contourEnds) {
    const named: number[] = [];
    for (let point = first; point <= last; point++) if (moved.has(point)) named.push(point);
    named.forEach((before, at) => {
      const after = named[(at + 1) % named.length]!;
      const next = (point: number): number => (point === last ? first : point + 1);
      for (let point = next(before); point !== after; point = next(point)) {
        shifts[point] = {
          x: inferShift('x', { points, shifts }, { point, before, after }),
          y: inferShift('y', { points, shifts }, { point, before, after }),
        };
      }
    });
    first = last + 1;
  }
  return shifts;
}

function inferShift(
  axis: 'x' | 'y',
  {
    points,
    shifts,
  }: { readonly points: readonly Readonly<PointShift>[]; readonly shifts: readonly PointShift[] },
  { point, before, after }: { readonly point: number; readonly before: number; readonly after: number },
): number {
  const [low, high] = points[before]![axis] <= points[after]![axis] ? [before, after] : [after, before];
  const at = points[point]![axis];
  const lowAt = points[low]![axis];
  const highAt = points[high]![axis];
  const lowShift = shifts[low]![axis];
  const highShift = shifts[high]![axis];
  if (lowAt === highAt) return lowShift === highShift ? lowShift : 0;
  if (at <= lowAt) return lowShift;
  if (at >= highAt) return highShift;
  return lowShift + ((at - lowAt) / (highAt - lowAt)) * (highShift - lowShift);
}
