import { createRandom } from '../../src/base/random.js';
import { elementCount, type Shape } from '../../src/graph/index.js';

/** Seeded values, uniform in low..high, enough for a tensor of this shape. */
export function randomTensor(shape: Shape, seed: string, low = -1, high = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: elementCount(shape) }, () => random.between(low, high));
}

/** ‖a − b‖ / ‖b‖. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let at = 0; at < b.length; at++) {
    difference += (a[at]! - b[at]!) ** 2;
    size += b[at]! ** 2;
  }
  return Math.sqrt(difference / size);
}
