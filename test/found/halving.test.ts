import { expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { halvedFor } from '../../src/found/halving.js';

const picture: Pixels = {
  width: 5,
  height: 4,
  channels: 1,
  data: Uint8Array.from({ length: 20 }, (_, at) => at),
};

it('a picture is halved as long as enough of it is left', () => {
  expect(halvedFor(picture, 2.9)).toBe(picture);
  const half = halvedFor(picture, 3);
  // Means of 0 1 5 6, of 2 3 7 8 and so on, halves rounded up; what is over is left out.
  expect({ ...half, data: [...half.data] }).toEqual({
    width: 2,
    height: 2,
    channels: 1,
    data: [3, 5, 13, 15],
  });
  expect(halvedFor(picture, 6)).toMatchObject({ width: 1, height: 1 });
  expect(halvedFor(picture, 3)).toBe(half);
});
