import type { Size } from '../../../base/pixels.js';

/** In pixels from the top left, y down. */
export interface TracePoint {
  readonly x: number;
  readonly y: number;
}

type Corners = readonly [number, number, number, number];

/**
 * The lines on which a field of values at the middles of pixels passes one half (marching squares): closed polygons, clockwise as
 * they are seen around what is above, anticlockwise around holes. Beyond the field all is 0.
 */
export function traceHalf(field: Float32Array, { width, height }: Size): TracePoint[][] {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : field[y * width + x]!;
  const steps = new Map<number, { readonly to: number; readonly point: TracePoint }>();
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const corners: Corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
      const keyOf = (side: Side): number => sideKey(side, { x, y }, width);
      for (const [from, to] of linesIn(corners))
        steps.set(keyOf(from), { to: keyOf(to), point: crossing(from, { x, y }, corners) });
    }
  }
  const polygons: TracePoint[][] = [];
  for (const start of steps.keys()) {
    const polygon: TracePoint[] = [];
    let key = start;
    for (let step = steps.get(key); step !== undefined; step = steps.get(key)) {
      polygon.push(step.point);
      steps.delete(key);
      key = step.to;
    }
    polygons.push(polygon);
  }
  return polygons;
}

/** Sides of a cell between four middles: top, right, bottom, left. */
type Side = 0 | 1 | 2 | 3;
type Line = readonly [from: Side, to: Side];
const [top, right, bottom, left] = [0, 1, 2, 3] as const;

/** By corners above one half (top left 1, top right 2, bottom right 4, bottom left 8): lines with them on the right. */
const lines: readonly (readonly Line[])[] = [
  [],
  [[top, left]],
  [[right, top]],
  [[right, left]],
  [[bottom, right]],
  [],
  [[bottom, top]],
  [[bottom, left]],
  [[left, bottom]],
  [[top, bottom]],
  [],
  [[right, bottom]],
  [[left, right]],
  [[top, right]],
  [[left, top]],
  [],
];

function linesIn(corners: Corners): readonly Line[] {
  const above = corners.reduce((bits, value, at) => (value > 0.5 ? bits | (1 << at) : bits), 0);
  const joined = corners.reduce((sum, value) => sum + value, 0) > 2;
  if (above === 5) return joined ? [...lines[13]!, ...lines[7]!] : [...lines[1]!, ...lines[4]!];
  if (above === 10) return joined ? [...lines[14]!, ...lines[11]!] : [...lines[2]!, ...lines[8]!];
  return lines[above]!;
}

/** A number for each side that the two cells beside it share. */
function sideKey(side: Side, { x, y }: TracePoint, width: number): number {
  const cell = (column: number, row: number): number => 2 * ((row + 1) * (width + 2) + column + 1);
  if (side === top) return cell(x, y);
  if (side === bottom) return cell(x, y + 1);
  return side === left ? cell(x, y) + 1 : cell(x + 1, y) + 1;
}

function crossing(side: Side, { x, y }: TracePoint, [a, b, c, d]: Corners): TracePoint {
  const share = (from: number, to: number): number => (0.5 - from) / (to - from);
  if (side === top) return { x: x + 0.5 + share(a, b), y: y + 0.5 };
  if (side === bottom) return { x: x + 0.5 + share(d, c), y: y + 1.5 };
  return side === left ? { x: x + 0.5, y: y + 0.5 + share(a, d) } : { x: x + 1.5, y: y + 0.5 + share(b, c) };
}
