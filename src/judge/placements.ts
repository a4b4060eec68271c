import type { Grey, Shift } from './correlation.js';
import { largestProducts, type Multiply } from './products.js';

/** Side of a probe and distance from one to the next, in pixels. */
const probePx = 8;
const stepPx = 4;

/** Probes whose best place correlates less say nothing. */
const leastCosine = 0.8;

/** Fewer probes that agree do not speak for a placement. */
const leastVotes = 3;

/**
 * Where a picture, or parts of it, may have been taken from another: probes of 8 x 8 pixels every 4 are looked for in the other
 * picture by normalised cross-correlation at every place, and shifts that the best places of several probes agree on, to a
 * pixel, are returned: those of most probes first, `most` of them.
 */
export async function likelyShifts(
  picture: Grey,
  other: Grey,
  { most, multiply }: { readonly most: number; readonly multiply: Multiply },
): Promise<Shift[]> {
  const probes = unitWindows(picture, stepPx);
  const windows = unitWindows(other, 1);
  if (windows.columns < 1 || windows.rows < 1) return [];
  const votes = new Map<string, Voted>();
  const compared = { values: probePx ** 2, least: leastCosine, multiply };
  const { which } = await largestProducts(probes.data, windows.data, compared);
  for (const [at, place] of which.entries()) {
    if (place < 0) continue;
    const row = Math.floor(place / windows.columns) - stepPx * Math.floor(at / probes.columns);
    const column = (place % windows.columns) - stepPx * (at % probes.columns);
    const known = votes.get(`${row},${column}`);
    votes.set(`${row},${column}`, { row, column, votes: (known?.votes ?? 0) + 1 });
  }
  return agreed([...votes.values()], most);
}

interface Voted extends Shift {
  readonly votes: number;
}

/** The shifts that most probes agree on, each with its neighbours' votes, none of them beside a better one. */
function agreed(all: readonly Voted[], most: number): Shift[] {
  const near = (a: Shift, b: Shift): boolean =>
    Math.max(Math.abs(a.row - b.row), Math.abs(a.column - b.column)) <= 1;
  const joined = all.map((shift) => {
    const votes = all.filter((other) => near(shift, other)).reduce((sum, other) => sum + other.votes, 0);
    return { shift, votes };
  });
  const found: Shift[] = [];
  for (const { shift, votes } of joined.sort((a, b) => b.votes - a.votes || b.shift.votes - a.shift.votes)) {
    if (votes < leastVotes || found.length === most) break;
    if (!found.some((other) => near(shift, other))) found.push({ row: shift.row, column: shift.column });
  }
  return found;
}

/** Windows of a picture every `step` pixels, each less its mean and to unit length, `[window, pixel]`. Flat ones become nothing. */
function unitWindows({ width, height, data }: Grey, step: number) {
  const along = (size: number): number => Math.floor((size - probePx) / step) + 1;
  const [columns, rows] = [along(width), along(height)];
  const area = probePx ** 2;
  const windows = new Float32Array(Math.max(0, columns * rows) * area);
  for (let at = 0; at * area < windows.length; at++) {
    const start = Math.floor(at / columns) * step * width + (at % columns) * step;
    const window = windows.subarray(at * area, (at + 1) * area);
    let [sum, squares] = [0, 0];
    for (let pixel = 0; pixel < area; pixel++) {
      const value = data[start + Math.floor(pixel / probePx) * width + (pixel % probePx)]!;
      window[pixel] = value;
      sum += value;
      squares += value * value;
    }
    const length = Math.sqrt(Math.max(0, squares - (sum * sum) / area));
    const factor = length < 0.01 * probePx ? 0 : 1 / length;
    for (let pixel = 0; pixel < area; pixel++) window[pixel] = (window[pixel]! - sum / area) * factor;
  }
  return { columns, rows, data: windows };
}
