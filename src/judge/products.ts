/** The product of a `[rows, inner]` and b `[inner, columns]`, `[rows, columns]`; valid until the next one is asked for. */
export type Multiply = (
  a: Float32Array,
  b: Float32Array,
  shape: { readonly rows: number; readonly columns: number },
) => Promise<Float32Array>;

/** Rows `from` to `from + count` of a matrix `[row, column]` as `[column, row]`, zeros for rows that it has not. */
export function transposedRows(
  matrix: Float32Array,
  columns: number,
  { from, count }: { readonly from: number; readonly count: number },
): Float32Array {
  const part = new Float32Array(columns * count);
  const end = Math.min(count, matrix.length / columns - from);
  for (let row = 0; row < end; row++)
    for (let column = 0; column < columns; column++)
      part[column * count + row] = matrix[(from + row) * columns + column]!;
  return part;
}

/** Columns that are computed at once, at most: what lies in memory at a time. */
const mostColumns = 1024;

/**
 * Each row's largest product with any row of another matrix above `least`, and which row that is; −1 where none is above. Both
 * matrices `[row, value]` with as many values.
 */
export async function largestProducts(
  rows: Float32Array,
  others: Float32Array,
  {
    values,
    least,
    multiply,
  }: { readonly values: number; readonly least: number; readonly multiply: Multiply },
): Promise<{ largest: Float32Array; which: Int32Array }> {
  const [count, total] = [rows.length / values, others.length / values];
  const largest = new Float32Array(count).fill(least);
  const which = new Int32Array(count).fill(-1);
  const parts = Math.ceil(total / mostColumns);
  const chunk = Math.ceil(total / parts);
  for (let from = 0; from < total; from += chunk) {
    const products = await multiply(rows, transposedRows(others, values, { from, count: chunk }), {
      rows: count,
      columns: chunk,
    });
    const end = Math.min(chunk, total - from);
    for (let row = 0; row < count; row++) {
      for (let at = 0; at < end; at++) {
        const value = products[row * chunk + at]!;
        if (value <= largest[row]!) continue;
        largest[row] = value;
        which[row] = from + at;
      }
    }
  }
  return { largest, which };
}
