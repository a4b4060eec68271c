import type { Contour } from '../sfnt/index.js';
import type { TracePoint } from './trace.js';

/** How far a simplified line may leave the traced one, and a rounded corner its point, in pixels. */
const tolerancePx = 0.35;
const roundingPx = 0.4;

/**
 * A closed polygon as a contour of quadratic curves: points that are not needed are left out (Ramer 1972, Douglas and Peucker
 * 1973), and those at which the line hardly turns become the control points of curves from middle to middle.
 */
export function smoothContour(
  polygon: readonly TracePoint[],
  toUnits: (point: TracePoint) => TracePoint,
): Contour {
  const kept = simplified(polygon);
  const points = kept.map((point, at) => {
    const [before, after] = [kept.at(at - 1)!, kept[(at + 1) % kept.length]!];
    const bend = Math.hypot(before.x - 2 * point.x + after.x, before.y - 2 * point.y + after.y) / 8;
    return { point, onCurve: bend > roundingPx };
  });
  const corner = points.findIndex(({ onCurve }) => onCurve);
  const first = Math.max(0, corner);
  const turned = [...points.slice(first), ...points.slice(0, first)];
  if (corner < 0 && kept.length > 1) {
    const [a, b] = [kept.at(-1)!, kept[0]!];
    turned.unshift({ point: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, onCurve: true });
  }
  return turned.map(({ point, onCurve }) => {
    const { x, y } = toUnits(point);
    return { x: Math.round(x), y: Math.round(y), onCurve };
  });
}

/** Twice the area that a polygon encloses, positive clockwise as it is seen. */
export function doubleArea(polygon: readonly TracePoint[]): number {
  return polygon.reduce((sum, { x, y }, at) => {
    const after = polygon[(at + 1) % polygon.length]!;
    return sum + x * after.y - after.x * y;
  }, 0);
}

function simplified(polygon: readonly TracePoint[]): TracePoint[] {
  const origin = polygon[0]!;
  let far = 0;
  for (const [at, { x, y }] of polygon.entries())
    if (
      Math.hypot(x - origin.x, y - origin.y) >
      Math.hypot(polygon[far]!.x - origin.x, polygon[far]!.y - origin.y)
    )
      far = at;
  const ring = [...polygon, origin];
  return [...withoutNeedless(ring.slice(0, far + 1)), ...withoutNeedless(ring.slice(far))];
}

/** The points of an open line that are needed, but for its last one. */
function withoutNeedless(line: readonly TracePoint[]): TracePoint[] {
  if (line.length < 2) return [];
  const needed = new Set([0]);
  const parts: [number, number][] = [[0, line.length - 1]];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [from, to] = part;
    let [worst, most] = [-1, tolerancePx];
    for (let at = from + 1; at < to; at++) {
      const distance = distanceTo(line[at]!, line[from]!, line[to]!);
      if (distance > most) [worst, most] = [at, distance];
    }
    if (worst < 0) continue;
    needed.add(worst);
    parts.push([from, worst], [worst, to]);
  }
  return [...needed].sort((a, b) => a - b).map((at) => line[at]!);
}

function distanceTo(point: TracePoint, from: TracePoint, to: TracePoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}
