/**
 * Raises `best[row]` to the largest value among the first `count` of the row's columns, of products `[row, column]` of unit
 * patches: their cosines.
 */
export function raiseToLargest(
  best: Float32Array,
  products: Float32Array,
  columns: number,
  count: number,
): void {
  for (let row = 0; row < best.length; row++) {
    let largest = best[row]!;
    for (let at = row * columns; at < row * columns + count; at++)
      if (products[at]! > largest) largest = products[at]!;
    best[row] = largest;
  }
}

/** Rows `from` to `from + count` of a matrix `[row, column]` as `[column, row]`, zeros for rows that it has not. */
export function transposedPart(
  matrix: Float32Array,
  columns: number,
  from: number,
  count: number,
): Float32Array {
  const rows = matrix.length / columns;
  const part = new Float32Array(columns * count);
  const end = Math.min(count, rows - from);
  for (let row = 0; row < end; row++)
    for (let column = 0; column < columns; column++)
      part[column * count + row] = matrix[(from + row) * columns + column]!;
  return part;
}

/**
 * How much of a letter's forms are its artwork's: 1 − (1 − c) / (1 − u), with c the mean over the letter's patches of the
 * largest cosine among the artwork's, and u the same among those of artworks that the letter has nothing of. 1 where every
 * patch is the artwork's, 0 where the artwork is as far as a stranger, less where it is further.
 */
export function formsOf(own: number, stranger: number): number {
  const room = 1 - stranger;
  return room < 1e-6 ? 0 : 1 - (1 - own) / room;
}
