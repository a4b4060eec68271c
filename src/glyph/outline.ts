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

/** An outline is scaled, then moved. */
export interface Transform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The outline turned about its origin, clockwise, in radians. */
export function turned(outline: Outline, angle: number): Outline {
  if (angle === 0) return outline;
  // Quarter turns are to be exact.
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((value) => Math.round(value * 1e15) / 1e15) as [
    number,
    number,
  ];
  const x = (px: number, py: number): number => px * cos - py * sin;
  const y = (px: number, py: number): number => px * sin + py * cos;
  return outline.map((command): PathCommand => {
    const end = { x: x(command.x, command.y), y: y(command.x, command.y) };
    if (command.type === 'M' || command.type === 'L') return { type: command.type, ...end };
    const first = { x1: x(command.x1, command.y1), y1: y(command.x1, command.y1) };
    if (command.type === 'Q') return { type: 'Q', ...first, ...end };
    return { type: 'C', ...first, x2: x(command.x2, command.y2), y2: y(command.x2, command.y2), ...end };
  });
}

/** The outline at another place. */
export function placed(outline: Outline, { scale, x, y }: Transform): PathCommand[] {
  return outline.map((command): PathCommand => {
    const moved = { x: x + scale * command.x, y: y + scale * command.y };
    if (command.type === 'M' || command.type === 'L') return { type: command.type, ...moved };
    const first = { x1: x + scale * command.x1, y1: y + scale * command.y1 };
    if (command.type === 'Q') return { type: 'Q', ...first, ...moved };
    return { type: 'C', ...first, x2: x + scale * command.x2, y2: y + scale * command.y2, ...moved };
  });
}
