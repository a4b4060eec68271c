import type { Size } from '../base/pixels.js';
import type { Segment } from './flatten.js';

/** Segments that run downwards, in the order of their upper ends; `winding` is the direction, 1 or -1, that each had. */
interface Edges {
  readonly x0: Float64Array;
  readonly y0: Float64Array;
  readonly x1: Float64Array;
  readonly y1: Float64Array;
  readonly winding: Int8Array;
}

/**
 * How much of each pixel the closed contours cover, exactly, 0..1, `[row, column]`. The non-zero winding rule holds within
 * every pixel: contours that overlap count once. What lies outside of the picture is cut off.
 *
 * Each row of pixels is cut into bands in which no edge begins, ends or crosses another. There the edges have an order;
 * those between winding zero and non-zero bound trapezoids, whose areas per pixel add up in closed form.
 */
export function coverContours(segments: readonly Segment[], { width, height }: Size): Float32Array {
  const edges = edgesOf(segments, height);
  const coverage = new Float32Array(width * height);
  const cells = new Float64Array(width + 1);
  let active: number[] = [];
  let next = 0;
  for (let row = 0; row < height; row++) {
    active = within(active, edges.y1, row);
    for (; next < edges.y0.length && edges.y0[next]! < row + 1; next++)
      if (edges.y1[next]! > row) active.push(next);
    if (active.length === 0) continue;
    cells.fill(0);
    const bounds = bandBounds(edges, active, row);
    for (let band = 1; band < bounds.length; band++)
      addBand(cells, active, { edges, top: bounds[band - 1]!, bottom: bounds[band]! });
    sumUp(cells, coverage.subarray(row * width, (row + 1) * width));
  }
  return coverage;
}

/** The edges that go on below a height. */
function within(active: readonly number[], ends: Float64Array, y: number): number[] {
  const kept: number[] = [];
  for (const edge of active) if (ends[edge]! > y) kept.push(edge);
  return kept;
}

function edgesOf(segments: readonly Segment[], height: number): Edges {
  const order = segments
    .filter(({ y0, y1 }) => y0 !== y1 && Math.max(y0, y1) > 0 && Math.min(y0, y1) < height)
    .sort((a, b) => Math.min(a.y0, a.y1) - Math.min(b.y0, b.y1));
  const count = order.length;
  const [x0, y0, x1, y1] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const winding = new Int8Array(count);
  for (const [at, segment] of order.entries()) {
    const isDown = segment.y0 < segment.y1;
    x0[at] = isDown ? segment.x0 : segment.x1;
    y0[at] = isDown ? segment.y0 : segment.y1;
    x1[at] = isDown ? segment.x1 : segment.x0;
    y1[at] = isDown ? segment.y1 : segment.y0;
    winding[at] = isDown ? 1 : -1;
  }
  return { x0, y0, x1, y1, winding };
}

/** Running sums, 0..1. */
function sumUp(cells: Float64Array, into: Float32Array): void {
  let sum = 0;
  for (let column = 0; column < into.length; column++) {
    sum += cells[column]!;
    into[column] = Math.min(1, Math.max(0, sum));
  }
}

function xAt({ x0, y0, x1, y1 }: Edges, edge: number, y: number): number {
  return x0[edge]! + ((y - y0[edge]!) / (y1[edge]! - y0[edge]!)) * (x1[edge]! - x0[edge]!);
}

/** The heights within a row, from `row` to `row + 1`, at which edges begin, end or cross; in order. */
function bandBounds(edges: Edges, active: readonly number[], row: number): number[] {
  const bounds = [row, row + 1];
  const count = active.length;
  const left = new Float64Array(count);
  const right = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const edge = active[at]!;
    const [from, to] = [edges.y0[edge]!, edges.y1[edge]!];
    if (from > row) bounds.push(from);
    if (to < row + 1) bounds.push(to);
    const atTop = xAt(edges, edge, Math.max(from, row));
    const atBottom = xAt(edges, edge, Math.min(to, row + 1));
    left[at] = Math.min(atTop, atBottom);
    right[at] = Math.max(atTop, atBottom);
  }
  const order = inOrder(left);
  for (let first = 0; first < count; first++) {
    const a = order[first]!;
    for (let other = first + 1; other < count && left[order[other]!]! < right[a]!; other++) {
      const crossing = crossingOf(edges, [active[a]!, active[order[other]!]!], row);
      if (crossing !== undefined) bounds.push(crossing);
    }
  }
  return bounds.sort((a, b) => a - b);
}

/** The height within a row at which two edges cross. */
function crossingOf(edges: Edges, [a, b]: readonly [number, number], row: number): number | undefined {
  const top = Math.max(edges.y0[a]!, edges.y0[b]!, row);
  const bottom = Math.min(edges.y1[a]!, edges.y1[b]!, row + 1);
  if (top >= bottom) return undefined;
  const before = xAt(edges, a, top) - xAt(edges, b, top);
  const after = xAt(edges, a, bottom) - xAt(edges, b, bottom);
  return before * after < 0 ? top + ((bottom - top) * before) / (before - after) : undefined;
}

/** So many values are put in order one by one, without a function that compares them. */
const few = 64;

/** Places of values from the least to the greatest, those of equal ones as they come. */
function inOrder(values: Float64Array): Int32Array {
  const order = new Int32Array(values.length);
  if (order.length > few) {
    for (let place = 0; place < order.length; place++) order[place] = place;
    return order.sort((one, other) => values[one]! - values[other]!);
  }
  for (let place = 0; place < order.length; place++) {
    const value = values[place]!;
    let at = place;
    for (; at > 0 && values[order[at - 1]!]! > value; at--) order[at] = order[at - 1]!;
    order[at] = place;
  }
  return order;
}

interface Band {
  readonly edges: Edges;
  readonly top: number;
  readonly bottom: number;
}

function addBand(cells: Float64Array, active: readonly number[], { edges, top, bottom }: Band): void {
  if (!(bottom - top > 1e-12)) return;
  const middle = (top + bottom) / 2;
  const crossing: number[] = [];
  for (const edge of active) if (edges.y0[edge]! < middle && edges.y1[edge]! > middle) crossing.push(edge);
  const places = new Float64Array(crossing.length);
  for (let at = 0; at < places.length; at++) places[at] = xAt(edges, crossing[at]!, middle);
  const order = inOrder(places);
  let winding = 0;
  for (let at = 0; at < order.length; at++) {
    const edge = crossing[order[at]!]!;
    const before = winding;
    winding += edges.winding[edge]!;
    if ((before === 0) === (winding === 0)) continue;
    const height = before === 0 ? bottom - top : top - bottom;
    addEdge(cells, [xAt(edges, edge, top), xAt(edges, edge, bottom)], height);
  }
}

/**
 * Adds the area to the right of an edge, `height` high (negative to take it away), to running sums: the coverage of a
 * pixel is the sum of the cells up to it.
 */
function addEdge(cells: Float64Array, [fromX, toX]: readonly [number, number], height: number): void {
  const width = cells.length - 1;
  const left = Math.min(fromX, toX);
  const right = Math.max(fromX, toX);
  if (left >= width) return;
  if (right <= 0) {
    cells[0]! += height;
    return;
  }
  const perPixel = right > left ? height / (right - left) : 0;
  if (left < 0) cells[0]! += -left * perPixel;
  for (let column = Math.max(0, Math.floor(left)); column < width; column++) {
    const start = Math.max(left, column);
    const end = Math.min(right, column + 1);
    const share = perPixel === 0 ? height : (end - start) * perPixel;
    const beside = (start + end) / 2 - column;
    cells[column]! += share * (1 - beside);
    cells[column + 1]! += share * beside;
    if (end >= right) break;
  }
}
