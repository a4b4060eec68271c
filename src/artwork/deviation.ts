import { meanOf } from '../base/values.js';

/** The standard deviation of values. */
export function deviationOf(values: Float32Array): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += (values[at]! - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
