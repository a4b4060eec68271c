import { expect, it } from 'vitest';
import { createRandom } from '../../../src/base/random.js';
import { createNearest } from '../../../src/products/film/nearest-colour.js';

it('finds the colour that comparing with every one finds', () => {
  const random = createRandom(3);
  const colour = (): number[] => [0, 1, 2].map(() => random.index(256));
  // Two of them are the same.
  const colours = [...Array.from({ length: 40 }, colour), [9, 200, 31], [9, 200, 31]];
  const nearest = createNearest(colours.flat());
  const far = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0);
  for (const sought of [...Array.from({ length: 500 }, colour), [9, 200, 31], [0, 0, 0], [255, 255, 255]]) {
    const distances = colours.map((each) => far(each, sought));
    expect(nearest(...(sought as [number, number, number]))).toBe(distances.indexOf(Math.min(...distances)));
  }
});
