import { describe, expect, test } from 'vitest';
import { createVectorSpace, plainSpace, type VectorSpace } from '../../src/nst/descent/vectors.js';
import { randomTensor } from '../support/tensors.js';

/** What the space makes of vectors of this length. */
function worked(space: VectorSpace, length: number) {
  const [a, b, c, into] = ['a', 'b', 'c', 'into'].map((seed) => {
    const vector = space.allocate();
    vector.set(randomTensor([length], seed));
    return vector;
  }) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const elsewhere = space.combine(into, { a, factor: 0.3, b }, c);
  const first = into.slice();
  const inPlace = space.combine(into, { a: into, factor: -2, b: a }, into);
  return {
    dot: space.dot(a, b),
    elsewhere,
    first,
    inPlace,
    second: into.slice(),
    others: [a, b, c].map((each) => each.slice()),
  };
}

describe('vectors', () => {
  test.each([1, 3, 255, 256, 257, 5000, 100_003])(
    'of %i values are treated alike in WebAssembly and out of it',
    (length) => {
      const fast = worked(createVectorSpace(length, 4), length);
      const plain = worked(plainSpace(length), length);
      for (const name of ['dot', 'elsewhere', 'inPlace'] as const)
        expect(Math.abs(fast[name] - plain[name])).toBeLessThan(1e-6 * length);
      for (const name of ['first', 'second'] as const)
        expect(Math.max(...fast[name].map((value, at) => Math.abs(value - plain[name][at]!)))).toBeLessThan(
          1e-6,
        );
      expect(fast.others).toEqual(plain.others);
    },
  );

  test('sum long vectors without losing small parts', () => {
    const length = 1_000_000;
    const space = createVectorSpace(length, 2);
    const [a, ones] = [space.allocate(), space.allocate()];
    a.fill(0.1);
    ones.fill(1);
    expect(space.dot(a, ones) / (length * Math.fround(0.1))).toBeCloseTo(1, 6);
  });

  test('that are too many for WebAssembly lie in plain arrays', () => {
    const space = createVectorSpace(1000, 2 ** 22);
    expect(space.allocate().buffer.byteLength).toBe(4000);
  });
});
