import type { Planes, Rectangle, Size } from '../../base/pixels.js';
import type { Orientation } from '../orientation.js';

/*
 * Places are the grid that quilts are sought on: `quiltPlaces` along an artwork's shorter side, whatever the size of the picture. What
 * is said in places holds for every size.
 */

/** Places along the shorter side of an artwork. */
export const quiltPlaces = 96;

/** A piece of an artwork on a page. All figures are whole places. */
export interface Patch extends Orientation {
  /** Top left of the piece in the artwork, before it is laid. */
  readonly x: number;
  readonly y: number;
  /** Where it lies on the page. */
  readonly box: Rectangle;
  /** Its box, one channel: 1 where it covers what was laid before it, 0 where that stays. Absent where it covers all. */
  readonly mask?: Planes | undefined;
}

/** A page of pieces, laid one after another. */
export interface Quilt extends Size {
  readonly patches: readonly Patch[];
}

/** One coordinate of the artwork: `sign`·t + `offset`, t being the page's column (0) or row (1). */
export interface Line {
  readonly axis: 0 | 1;
  readonly sign: 1 | -1;
  readonly offset: number;
}

/** What a point of the page shows of the artwork. The inverse of `laid`, for points. */
export function linesOf({ x, y, quarterTurns, mirrored, box }: Patch): {
  readonly x: Line;
  readonly y: Line;
} {
  const { left, top, width, height } = box;
  const [right, bottom] = [left + width, top + height];
  const column = { axis: 0, sign: 1, offset: -left } as const;
  const row = { axis: 1, sign: 1, offset: -top } as const;
  const columnBack = { axis: 0, sign: -1, offset: right } as const;
  const rowBack = { axis: 1, sign: -1, offset: bottom } as const;
  const [across, down] = (
    {
      0: [column, row],
      1: [row, columnBack],
      2: [columnBack, rowBack],
      3: [rowBack, column],
    } as const
  )[quarterTurns];
  const wide = quarterTurns % 2 === 0 ? width : height;
  const shown: Line = mirrored
    ? { axis: across.axis, sign: across.sign === 1 ? -1 : 1, offset: wide - across.offset }
    : across;
  return { x: { ...shown, offset: shown.offset + x }, y: { ...down, offset: down.offset + y } };
}

/** Width and height of a patch within the artwork. */
export function windowSize({ width, height }: Size, { quarterTurns }: Orientation): Size {
  return quarterTurns % 2 === 0 ? { width, height } : { width: height, height: width };
}
