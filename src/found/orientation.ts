import type { Planes } from '../base/pixels.js';

/** How a piece of an artwork is laid: mirrored left to right first where it is, then turned clockwise. */
export interface Orientation {
  readonly quarterTurns: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
}

/** All eight. */
export const orientations: readonly Orientation[] = [false, true].flatMap((mirrored) =>
  ([0, 1, 2, 3] as const).map((quarterTurns) => ({ quarterTurns, mirrored })),
);

/** The place of an orientation among all eight. */
export const orientationAt = ({ quarterTurns, mirrored }: Orientation): number =>
  (mirrored ? 4 : 0) + quarterTurns;

/** The picture as it is laid; width and height change places at odd quarter turns. */
export function laid(picture: Planes, { quarterTurns, mirrored }: Orientation): Planes {
  const flipped = mirrored ? mirroredAcross(picture) : picture;
  return turned(flipped, quarterTurns);
}

/** The picture that `laid` makes this one of. */
export function lifted(picture: Planes, { quarterTurns, mirrored }: Orientation): Planes {
  const back = turned(picture, ((4 - quarterTurns) % 4) as Orientation['quarterTurns']);
  return mirrored ? mirroredAcross(back) : back;
}

function mirroredAcross({ width, height, channels, data }: Planes): Planes {
  return { width, height, channels, data: mirroredRows(data, width) };
}

// Loops keep to arrays and numbers, see `base/masks`.

function mirroredRows(data: Float32Array, width: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += width) {
    const last = start + width - 1;
    for (let column = 0; column < width; column++) result[start + column] = data[last - column]!;
  }
  return result;
}

function turned(picture: Planes, quarterTurns: Orientation['quarterTurns']): Planes {
  if (quarterTurns === 0) return picture;
  const { channels, data, width: columns, height: rows } = picture;
  const [width, height] = quarterTurns === 2 ? [columns, rows] : [rows, columns];
  const area = width * height;
  const result = new Float32Array(data.length);
  // Where the first pixel comes from, and the ones across and down from there.
  const [first, across, down] = {
    1: [area - columns, -columns, 1],
    2: [area - 1, -1, -columns],
    3: [columns - 1, columns, -1],
  }[quarterTurns] as [number, number, number];
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++) {
      const to = channel * area + row * width;
      const from = channel * area + first + row * down;
      copyLine(result.subarray(to, to + width), data, [from, across]);
    }
  }
  return { width, height, channels, data: result };
}

function copyLine(
  line: Float32Array,
  data: Float32Array,
  [from, step]: readonly [from: number, step: number],
): void {
  for (let at = 0, place = from; at < line.length; at++, place += step) line[at] = data[place]!;
}
