import { describe, expect, it } from 'vitest';
import { formsOf, meanLargestCosine } from '../../src/judge/likeness.js';
import { largestProducts } from '../../src/judge/products.js';
import { multiply } from '../support/drawn-artworks.js';

describe('the largest cosine', () => {
  it('is taken over all orientations of a patch and all patches of the other picture', async () => {
    // Two patches in two orientations: the first is found turned, the second not at all.
    const values = Float32Array.of(1, 0, /**/ 0.6, -0.8, /**/ 0, 1, /**/ -1, 0);
    const others = Float32Array.of(0, 1, /**/ 0, 1);
    const patches = { values, perPatch: 2, orientations: 2 };
    expect(await meanLargestCosine(patches, others, multiply)).toBeCloseTo((1 + 0) / 2);
  });

  it('names the row that it is of, also among more than are compared at once', async () => {
    const others = new Float32Array(2 * 3000).fill(-1);
    others.set([3, 4], 2 * 2789);
    const found = await largestProducts(Float32Array.of(1, 1, 0, -1), others, {
      values: 2,
      least: 2,
      multiply,
    });
    expect([...found.largest]).toEqual([7, 2]);
    expect([...found.which]).toEqual([2789, -1]);
  });
});

describe('forms', () => {
  it.each([
    [1, 0.6, 1],
    [0.6, 0.6, 0],
    [0.8, 0.6, 0.5],
    [0.4, 0.6, -0.5],
    [1, 1, 0],
  ])('of a likeness of %d where strangers have %d are %d', (own, stranger, forms) => {
    expect(formsOf(own, stranger)).toBeCloseTo(forms);
  });
});
