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
  const result = new Float32Array(data.length);
  for (let row = 0; row < channels * height; row++) {
    for (let column = 0; column < width; column++)
      result[row * width + column] = data[row * width + width - 1 - column]!;
  }
  return { width, height, channels, data: result };
}

function turned(picture: Planes, quarterTurns: Orientation['quarterTurns']): Planes {
  if (quarterTurns === 0) return picture;
  const { channels, data } = picture;
  const [width, height] =
    quarterTurns === 2 ? [picture.width, picture.height] : [picture.height, picture.width];
  const area = width * height;
  const result = new Float32Array(data.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [fromRow, fromColumn] = {
        1: [width - 1 - column, row],
        2: [height - 1 - row, width - 1 - column],
        3: [column, height - 1 - row],
      }[quarterTurns] as [number, number];
      const from = fromRow * picture.width + fromColumn;
      for (let channel = 0; channel < channels; channel++)
        result[channel * area + row * width + column] = data[channel * area + from]!;
    }
  }
  return { width, height, channels, data: result };
}
