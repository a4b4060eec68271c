import type { Outline } from '../../../glyph/index.js';

/** A point of a TrueType contour: font units, y up. */
interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

/** A closed contour. */
export type Contour = readonly CurvePoint[];

interface Point {
  readonly x: number;
  readonly y: number;
}

const toleranceUnits = 0.3;

/**
 * An outline (em, y down) as TrueType contours in whole font units, y up, outer ones clockwise. Cubic curves become as
 * many quadratic ones as keep within 0.3 font units of them, rounding of the points aside.
 */
export function toContours(outline: Outline, unitsPerEm: number): Contour[] {
  const contours: CurvePoint[][] = [];
  let contour: CurvePoint[] = [];
  let at: Point = { x: 0, y: 0 };
  const scaled = (x: number, y: number): Point => ({ x: x * unitsPerEm, y: 0 - y * unitsPerEm });
  const add = ({ x, y }: Point, onCurve: boolean): void => {
    contour.push({ x: Math.round(x), y: Math.round(y), onCurve });
  };
  for (const command of outline) {
    const end = scaled(command.x, command.y);
    switch (command.type) {
      case 'M':
        contour = [];
        contours.push(contour);
        add(end, true);
        break;
      case 'L':
        add(end, true);
        break;
      case 'Q':
        add(scaled(command.x1, command.y1), false);
        add(end, true);
        break;
      case 'C':
        for (const { control, end: to } of toQuadratics(
          [at, scaled(command.x1, command.y1), scaled(command.x2, command.y2), end],
          toleranceUnits,
        )) {
          add(control, false);
          add(to, true);
        }
        break;
    }
    at = end;
  }
  const closed = contours.map(tidied).filter((each) => each.length > 2);
  return signedArea(closed) > 0 ? closed.map((each) => [each[0]!, ...each.slice(1).reverse()]) : closed;
}

/**
 * A cubic Bézier curve as quadratic ones, cut at equal steps of its parameter. The quadratic that shares a cubic's ends and
 * middle leaves it by at most √3/36 of the length of the third difference; that difference falls with the cube of the
 * number of pieces.
 */
export function toQuadratics(
  [p0, p1, p2, p3]: readonly [Point, Point, Point, Point],
  tolerance: number,
): { control: Point; end: Point }[] {
  const third = Math.hypot(p3.x - 3 * p2.x + 3 * p1.x - p0.x, p3.y - 3 * p2.y + 3 * p1.y - p0.y);
  const count = Math.min(64, Math.max(1, Math.ceil(Math.cbrt((third * Math.sqrt(3)) / 36 / tolerance))));
  const pointAt = (t: number): Point => {
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return {
      x: a * p0.x + b * p1.x + c * p2.x + d * p3.x,
      y: a * p0.y + b * p1.y + c * p2.y + d * p3.y,
    };
  };
  return Array.from({ length: count }, (_, piece) => {
    const [from, to] = [piece / count, (piece + 1) / count];
    const [start, middle, end] = [
      pointAt(from),
      pointAt((from + to) / 2),
      piece + 1 === count ? p3 : pointAt(to),
    ];
    // The control point for which the quadratic passes the middle: its value there is (start + 2 control + end) / 4.
    const control = {
      x: 2 * middle.x - (start.x + end.x) / 2,
      y: 2 * middle.y - (start.y + end.y) / 2,
    };
    return { control, end };
  });
}

/** Without points that lie on the one before, and without a last point that only returns to the first. */
function tidied(contour: Contour): Contour {
  const kept = contour.filter((point, index) => {
    const before = contour[index - 1];
    return before === undefined || !samePlace(point, before) || point.onCurve !== before.onCurve;
  });
  while (kept.length > 1 && kept.at(-1)!.onCurve && samePlace(kept.at(-1)!, kept[0]!)) kept.pop();
  return kept;
}

const samePlace = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

/** Twice the area that the contours' points enclose, positive anticlockwise. */
function signedArea(contours: readonly Contour[]): number {
  let area = 0;
  for (const contour of contours) {
    contour.forEach((point, index) => {
      const next = contour[(index + 1) % contour.length]!;
      area += point.x * next.y - next.x * point.y;
    });
  }
  return area;
}
