import type { Planes } from '../base/pixels.js';

/** Rows and columns of a patch. */
export const patchPlaces = 5;

/** Where patches start, row by row: every `stride` places in a field of `width` x `height` places. None where no patch has room. */
export function patchStarts(
  width: number,
  height: number,
  stride: number,
): (readonly [row: number, column: number])[] {
  const along = (size: number): number[] =>
    Array.from(
      { length: Math.max(0, Math.floor((size - patchPlaces) / stride) + 1) },
      (_, at) => at * stride,
    );
  return along(height).flatMap((row) => along(width).map((column) => [row, column] as const));
}

/**
 * The patches of `channels` features that start at the given places, each to unit length: `[patch, channel · row · column]`.
 * A patch of nothing but zeros stays so, and is like no other.
 */
export function unitPatches(
  { width, height, channels, data }: Planes,
  starts: readonly (readonly [row: number, column: number])[],
): Float32Array {
  const values = channels * patchPlaces ** 2;
  const patches = new Float32Array(starts.length * values);
  for (const [at, [row, column]] of starts.entries())
    copyUnit(data.subarray(row * width + column), patches.subarray(at * values, (at + 1) * values), [
      width,
      width * height,
    ]);
  return patches;
}

/** The patch at the start of features that have so many places to a row and to a channel; a loop of arrays and numbers, see `base/masks`. */
function copyUnit(data: Float32Array, patch: Float32Array, [width, area]: readonly [number, number]): void {
  let to = 0;
  let squares = 0;
  for (let channel = 0; to < patch.length; channel += area) {
    for (let down = 0; down < patchPlaces; down++) {
      const from = channel + down * width;
      for (let along = 0; along < patchPlaces; along++) {
        const value = data[from + along]!;
        patch[to++] = value;
        squares += value * value;
      }
    }
  }
  const length = Math.sqrt(squares);
  if (length > 0) for (let at = 0; at < patch.length; at++) patch[at] = patch[at]! / length;
}
