import type { Rectangle, Size } from '../../base/pixels.js';

/** How far one sees that a part of the artwork comes again, in artworks' shorter sides; and what it counts beyond. */
const sightSides = 0.45;
const farShare = 0.1;

/** A part of an artwork that lies on a page already; both in places. */
interface Use {
  readonly part: Rectangle;
  readonly middle: { readonly x: number; readonly y: number };
}

/** Which parts of an artwork were used, and where on the page. */
export interface Uses {
  add(part: Rectangle, box: Rectangle): void;
  /**
   * For a box of the page: how often a part of the artwork, on the average of its places, is used near by. A use at the distance d counts
   * 0.1 + 0.9·exp(−½·(d/r)²), r being 0.45 of the artwork's shorter side.
   */
  near(box: Rectangle): (part: Rectangle) => number;
}

export function noUses({ width, height }: Size): Uses {
  const uses: Use[] = [];
  const sight = sightSides * Math.min(width, height);
  return {
    add: (part, box) => uses.push({ part, middle: middleOf(box) }),
    near: (box) => {
      const { x, y } = middleOf(box);
      const counts = new Float64Array((width + 1) * (height + 1));
      for (const { part, middle } of uses) {
        const way = Math.hypot(middle.x - x, middle.y - y) / sight;
        const weight = farShare + (1 - farShare) * Math.exp(-0.5 * way * way);
        mark(counts, part, { weight, stride: width + 1 });
      }
      // The marks at the corners summed once are the counts, and twice the sums over rectangles.
      summed(counts, { width: width + 1, height: height + 1 });
      const at = shifted(summed(counts, { width: width + 1, height: height + 1 }), width + 1);
      return ({ left, top, width: wide, height: high }) => {
        const sum = at(left + wide, top + high) - at(left, top + high) - at(left + wide, top) + at(left, top);
        return sum / (wide * high);
      };
    },
  };
}

const middleOf = ({ left, top, width, height }: Rectangle) => ({ x: left + width / 2, y: top + height / 2 });

function mark(
  counts: Float64Array,
  { left, top, width, height }: Rectangle,
  { weight, stride }: { readonly weight: number; readonly stride: number },
): void {
  for (const [column, row, sign] of [
    [left, top, 1],
    [left + width, top, -1],
    [left, top + height, -1],
    [left + width, top + height, 1],
  ] as const)
    counts[row * stride + column] = counts[row * stride + column]! + sign * weight;
}

/** Every value becomes the sum of those above and to the left of it, itself among them. */
function summed(values: Float64Array, { width, height }: Size): Float64Array {
  for (let row = 0; row < height; row++)
    for (let column = 1; column < width; column++)
      values[row * width + column] = values[row * width + column]! + values[row * width + column - 1]!;
  for (let at = width; at < width * height; at++) values[at] = values[at]! + values[at - width]!;
  return values;
}

/** The sum over all places left of a column and above a row. */
const shifted =
  (sums: Float64Array, stride: number) =>
  (column: number, row: number): number =>
    column === 0 || row === 0 ? 0 : sums[(row - 1) * stride + column - 1]!;
