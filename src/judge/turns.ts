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
  const places = turnedPlaces(width, turn);
  const result = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    const [from, to] = [channel * places.length, (channel + 1) * places.length];
    putInto(result.subarray(from, to), data.subarray(from, to), places);
  }
  return { width, height, channels, data: result };
}

/** Where each place of a square goes. */
function turnedPlaces(side: number, { transposed, across, down }: Turn): Int32Array {
  const places = new Int32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [r, c] = transposed ? [column, row] : [row, column];
      places[row * side + column] = (down ? side - 1 - r : r) * side + (across ? side - 1 - c : c);
    }
  }
  return places;
}

function putInto(into: Float32Array, values: Float32Array, places: Int32Array): void {
  for (let at = 0; at < places.length; at++) into[places[at]!] = values[at]!;
}
