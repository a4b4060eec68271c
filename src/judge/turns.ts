import type { Planes } from '../base/pixels.js';

/** One of the eight ways to lay a square: mirrored at its diagonal or not, then across, then down. */
interface Turn {
  readonly transposed: boolean;
  readonly across: boolean;
  readonly down: boolean;
}

/** All of them: four quarter turns, and the same mirrored. The first one leaves the square as it is. */
export const turns: readonly Turn[] = Array.from({ length: 8 }, (_, at) => ({
  transposed: (at & 1) > 0,
  across: (at & 2) > 0,
  down: (at & 4) > 0,
}));

/** Where the place of a row and a column lies once its square is turned; `last` is the last row and the last column. */
export function turnedPlace(
  { transposed, across, down }: Turn,
  [row, column]: readonly [row: number, column: number],
  last: number,
): [row: number, column: number] {
  const [r, c] = transposed ? [column, row] : [row, column];
  return [down ? last - r : r, across ? last - c : c];
}

/** A square picture turned. Throws RangeError for one that is not square. */
export function turned({ width, height, channels, data }: Planes, turn: Turn): Planes {
  if (width !== height) throw new RangeError(`a picture of ${width}x${height} is not square`);
  const result = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * width * width;
    for (let row = 0; row < width; row++) {
      for (let column = 0; column < width; column++) {
        const [toRow, toColumn] = turnedPlace(turn, [row, column], width - 1);
        result[start + toRow * width + toColumn] = data[start + row * width + column]!;
      }
    }
  }
  return { width, height, channels, data: result };
}
