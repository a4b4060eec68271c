/**
 * A drawing command. Coordinates are in em (the font size is 1) with y down, the pen origin at (0, 0) and the baseline at
 * y = 0. Every `M` closes the contour before it.
 */
export type PathCommand =
  | { readonly type: 'M'; readonly x: number; readonly y: number }
  | { readonly type: 'L'; readonly x: number; readonly y: number }
  | { readonly type: 'Q'; readonly x1: number; readonly y1: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'C';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly x: number;
      readonly y: number;
    };

/** The contours of a glyph, filled by the non-zero winding rule. */
export type Outline = readonly PathCommand[];

/** A box in the units of what it encloses, y down. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A straight piece of a contour, from (x0, y0) to (x1, y1). */
export interface Segment {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * The outline as closed contours of straight pieces, scaled and then moved. Curves are cut so finely that no piece
 * leaves its curve by more than `tolerance`, in the units after scaling.
 */
export function flatten(
  outline: Outline,
  { scale, x, y }: { scale: number; x: number; y: number },
  tolerance: number,
): Segment[] {
  const segments: Segment[] = [];
  let startX = x;
  let startY = y;
  let atX = x;
  let atY = y;
  const lineTo = (toX: number, toY: number): void => {
    if (toX !== atX || toY !== atY) segments.push({ x0: atX, y0: atY, x1: toX, y1: toY });
    atX = toX;
    atY = toY;
  };
  for (const command of outline) {
    const toX = x + scale * command.x;
    const toY = y + scale * command.y;
    switch (command.type) {
      case 'M':
        lineTo(startX, startY);
        startX = atX = toX;
        startY = atY = toY;
        break;
      case 'L':
        lineTo(toX, toY);
        break;
      case 'Q': {
        const fromX = atX;
        const fromY = atY;
        const midX = x + scale * command.x1;
        const midY = y + scale * command.y1;
        // A parabola leaves the chord of the n-th part of it by |second difference| / (4 n²).
        const bend = Math.hypot(fromX - 2 * midX + toX, fromY - 2 * midY + toY);
        const pieces = pieceCount(bend / 4, tolerance);
        for (let piece = 1; piece <= pieces; piece++) {
          const t = piece / pieces;
          const u = 1 - t;
          lineTo(
            u * u * fromX + 2 * u * t * midX + t * t * toX,
            u * u * fromY + 2 * u * t * midY + t * t * toY,
          );
        }
        break;
      }
      case 'C': {
        const fromX = atX;
        const fromY = atY;
        const x1 = x + scale * command.x1;
        const y1 = y + scale * command.y1;
        const x2 = x + scale * command.x2;
        const y2 = y + scale * command.y2;
        const bend = Math.max(
          Math.hypot(fromX - 2 * x1 + x2, fromY - 2 * y1 + y2),
          Math.hypot(x1 - 2 * x2 + toX, y1 - 2 * y2 + toY),
        );
        const pieces = pieceCount(bend * 0.75, tolerance);
        for (let piece = 1; piece <= pieces; piece++) {
          const t = piece / pieces;
          const u = 1 - t;
          const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
          lineTo(a * fromX + b * x1 + c * x2 + d * toX, a * fromY + b * y1 + c * y2 + d * toY);
        }
        break;
      }
    }
  }
  lineTo(startX, startY);
  return segments;
}

function pieceCount(deviation: number, tolerance: number): number {
  return Math.min(4096, Math.max(1, Math.ceil(Math.sqrt(deviation / tolerance))));
}

/** The box of the ink in em, or undefined when the outline encloses none. */
export function inkBox(outline: Outline): Box | undefined {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x0, y0 } of flatten(outline, { scale: 1, x: 0, y: 0 }, 1e-6)) {
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x0);
    bottom = Math.max(bottom, y0);
  }
  return right - left > 1e-6 && bottom - top > 1e-6 ? { left, top, right, bottom } : undefined;
}
