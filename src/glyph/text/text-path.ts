import svgPath from 'svg-path-properties';
import { AbecedaryError } from '../../base/errors.js';

/** In characters; a path of a drawing has a few thousand. */
export const longestPath = 100_000;

/** A line that text runs along, in its own units, y down. */
export interface TextPath {
  readonly length: number;
  /** Whether it ends where it begins. */
  readonly closed: boolean;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Where the point at this length lies, and which way the path runs there, clockwise from right, in radians. */
  at(length: number): { readonly x: number; readonly y: number; readonly angle: number };
}

/** A circle from its lowest point, clockwise: what is set in the middle of it stands at the top. */
const circle = 'M0 1A1 1 0 0 1 0 -1A1 1 0 0 1 0 1';
/** How many points of a path are looked at to know its box. */
const samples = 720;

/** Reads `circle` or the data of an SVG path. Throws AbecedaryError `config` for data that cannot be read or that have no length. */
export function readTextPath(data: string): TextPath {
  const { length, pointAt } = open(data === 'circle' ? circle : data);
  const points = Array.from({ length: samples + 1 }, (_, at) => pointAt((at / samples) * length));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const step = length / 1e4;
  const [first, last] = [points[0]!, points.at(-1)!];
  return {
    ...{ length, left, top },
    closed: Math.hypot(first.x - last.x, first.y - last.y) < 1e-3 * length,
    width: Math.max(...xs) - left,
    height: Math.max(...ys) - top,
    at: (place) => {
      const [before, after] = [pointAt(Math.max(0, place - step)), pointAt(Math.min(length, place + step))];
      return { ...pointAt(place), angle: Math.atan2(after.y - before.y, after.x - before.x) };
    },
  };
}

function open(data: string): {
  readonly length: number;
  readonly pointAt: (length: number) => { readonly x: number; readonly y: number };
} {
  try {
    if (data.length > longestPath) throw new RangeError(`it has ${data.length} characters`);
    const path = new svgPath.svgPathProperties(data);
    const length = path.getTotalLength();
    const points = [0, length / 2, length].map((at) => path.getPointAtLength(at));
    if (!(length > 0) || points.some(({ x, y }) => !Number.isFinite(x + y)))
      throw new RangeError('it has no length');
    return { length, pointAt: (at) => path.getPointAtLength(at) };
  } catch (cause) {
    throw new AbecedaryError(
      'config',
      `Expected a path that text can run along, got ${JSON.stringify(data.slice(0, 60))} (${cause instanceof Error ? cause.message.slice(0, 100) : cause}); draw another one for text.path.`,
      { cause },
    );
  }
}
