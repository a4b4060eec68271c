// Loops keep to arrays and numbers, see `masks`.

/** The sum of values, one after the other. */
export function sumOf(values: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum;
}

/** The mean of values, not a number where there are none. */
export function meanOf(values: Float32Array): number {
  return sumOf(values) / values.length;
}

/** The middle of two values at each place. */
export function middles(values: Float32Array, others: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = (values[at]! + others[at]!) / 2;
  return result;
}
