import type { Values } from '../../backend/index.js';

/** Adds up in float64 what the tiles give, by name. */
export function createSums(): { add(values: Values): void; values(): Record<string, Float32Array> } {
  const sums = new Map<string, Float64Array>();
  return {
    add: (values) => {
      for (const [name, value] of Object.entries(values)) {
        const sum = sums.get(name) ?? new Float64Array(value.length);
        sums.set(name, sum);
        for (let at = 0; at < value.length; at++) sum[at] = sum[at]! + value[at]!;
      }
    },
    values: () => Object.fromEntries([...sums].map(([name, sum]) => [name, Float32Array.from(sum)])),
  };
}
