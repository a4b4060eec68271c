import type { Outline, Transform } from './outline.js';

/** A straight piece of a contour, from (x0, y0) to (x1, y1). */
export interface Segment {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The outline at its place as closed contours of straight pieces. Curves are cut so finely that no piece leaves its curve by
 * more than `tolerance`, in the units after scaling.
 */
export function flatten(outline: Outline, { scale, x, y }: Transform, tolerance: number): Segment[] {
  const segments: Segment[] = [];
  const at = (fromX: number, fromY: number): Point => ({ x: x + scale * fromX, y: y + scale * fromY });
  let start = { x, y };
  let pen = start;
  const lineTo = (to: Point): void => {
    if (to.x !== pen.x || to.y !== pen.y) segments.push({ x0: pen.x, y0: pen.y, x1: to.x, y1: to.y });
    pen = to;
  };
  for (const command of outline) {
    const end = at(command.x, command.y);
    if (command.type === 'M') {
      lineTo(start);
      start = pen = end;
    } else if (command.type === 'L') lineTo(end);
    else {
      const first = at(command.x1, command.y1);
      const points =
        command.type === 'Q'
          ? cutQuadratic([pen, first, end], tolerance)
          : cutCubic([pen, first, at(command.x2, command.y2), end], tolerance);
      for (const point of points) lineTo(point);
    }
  }
  lineTo(start);
  return segments;
}

/** A parabola leaves the chord of the n-th part of it by |second difference| / (4 n²). */
function cutQuadratic([from, mid, to]: readonly [Point, Point, Point], tolerance: number): Point[] {
  const bend = Math.hypot(from.x - 2 * mid.x + to.x, from.y - 2 * mid.y + to.y);
  return pointsAt(pieceCount(bend / 4, tolerance), (t) => {
    const u = 1 - t;
    return {
      x: u * u * from.x + 2 * u * t * mid.x + t * t * to.x,
      y: u * u * from.y + 2 * u * t * mid.y + t * t * to.y,
    };
  });
}

function cutCubic([from, one, two, to]: readonly [Point, Point, Point, Point], tolerance: number): Point[] {
  const bend = Math.max(
    Math.hypot(from.x - 2 * one.x + two.x, from.y - 2 * one.y + two.y),
    Math.hypot(one.x - 2 * two.x + to.x, one.y - 2 * two.y + to.y),
  );
  return pointsAt(pieceCount(bend * 0.75, tolerance), (t) => {
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return {
      x: a * from.x + b * one.x + c * two.x + d * to.x,
      y: a * from.y + b * one.y + c * two.y + d * to.y,
    };
  });
}

function pointsAt(pieces: number, pointAt: (t: number) => Point): Point[] {
  return Array.from({ length: pieces }, (_, piece) => pointAt((piece + 1) / pieces));
}

function pieceCount(deviation: number, tolerance: number): number {
  return Math.min(4096, Math.max(1, Math.ceil(Math.sqrt(deviation / tolerance))));
}
