import type { Size } from '../base/pixels.js';
import type { Segment } from './flatten.js';

/** A segment that runs downwards; `winding` is the direction that it had. */
interface Edge extends Segment {
  readonly winding: 1 | -1;
}

/**
 * How much of each pixel the closed contours cover, exactly, 0..1, `[row, column]`. The non-zero winding rule holds within
 * every pixel: contours that overlap count once. What lies outside of the picture is cut off.
 *
 * Each row of pixels is cut into bands in which no edge begins, ends or crosses another. There the edges have an order;
 * those between winding zero and non-zero bound trapezoids, whose areas per pixel add up in closed form.
 */
export function coverContours(segments: readonly Segment[], { width, height }: Size): Float32Array {
  const edges = segments
    .filter(({ y0, y1 }) => y0 !== y1 && Math.max(y0, y1) > 0 && Math.min(y0, y1) < height)
    .map(
      ({ x0, y0, x1, y1 }): Edge =>
        y0 < y1 ? { x0, y0, x1, y1, winding: 1 } : { x0: x1, y0: y1, x1: x0, y1: y0, winding: -1 },
    )
    .sort((a, b) => a.y0 - b.y0);
  const coverage = new Float32Array(width * height);
  const cells = new Float64Array(width + 1);
  let active: Edge[] = [];
  let next = 0;
  for (let row = 0; row < height; row++) {
    active = active.filter((edge) => edge.y1 > row);
    for (; next < edges.length && edges[next]!.y0 < row + 1; next++) {
      if (edges[next]!.y1 > row) active.push(edges[next]!);
    }
    if (active.length === 0) continue;
    cells.fill(0);
    const bounds = bandBounds(active, row);
    for (let band = 1; band < bounds.length; band++) {
      addBand(cells, active, { top: bounds[band - 1]!, bottom: bounds[band]! });
    }
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += cells[column]!;
      coverage[row * width + column] = Math.min(1, Math.max(0, sum));
    }
  }
  return coverage;
}

function xAt(edge: Edge, y: number): number {
  return edge.x0 + ((y - edge.y0) / (edge.y1 - edge.y0)) * (edge.x1 - edge.x0);
}

/** The heights within a row, from `row` to `row + 1`, at which edges begin, end or cross; in order. */
function bandBounds(active: readonly Edge[], row: number): number[] {
  const bounds = [row, row + 1];
  const spans = active.map((edge) => {
    const top = Math.max(edge.y0, row);
    const bottom = Math.min(edge.y1, row + 1);
    if (edge.y0 > row) bounds.push(edge.y0);
    if (edge.y1 < row + 1) bounds.push(edge.y1);
    const atTop = xAt(edge, top);
    const atBottom = xAt(edge, bottom);
    return { edge, top, bottom, left: Math.min(atTop, atBottom), right: Math.max(atTop, atBottom) };
  });
  spans.sort((a, b) => a.left - b.left);
  spans.forEach((a, index) => {
    for (let other = index + 1; other < spans.length && spans[other]!.left < a.right; other++) {
      const b = spans[other]!;
      const top = Math.max(a.top, b.top);
      const bottom = Math.min(a.bottom, b.bottom);
      if (top >= bottom) continue;
      const before = xAt(a.edge, top) - xAt(b.edge, top);
      const after = xAt(a.edge, bottom) - xAt(b.edge, bottom);
      if (before * after < 0) bounds.push(top + ((bottom - top) * before) / (before - after));
    }
  });
  return bounds.sort((a, b) => a - b);
}

interface Band {
  readonly top: number;
  readonly bottom: number;
}

function addBand(cells: Float64Array, active: readonly Edge[], { top, bottom }: Band): void {
  if (!(bottom - top > 1e-12)) return;
  const middle = (top + bottom) / 2;
  const crossing = active.filter((edge) => edge.y0 < middle && edge.y1 > middle);
  crossing.sort((a, b) => xAt(a, middle) - xAt(b, middle));
  let winding = 0;
  for (const edge of crossing) {
    const before = winding;
    winding += edge.winding;
    if ((before === 0) === (winding === 0)) continue;
    const height = before === 0 ? bottom - top : top - bottom;
    addEdge(cells, [xAt(edge, top), xAt(edge, bottom)], height);
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
