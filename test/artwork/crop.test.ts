import { expect, it } from 'vitest';

import { centredPart, cropPixels } from '../../src/artwork/crop.js';
import type { Pixels } from '../../src/base/pixels.js';

/** Each pixel's first sample is its column, the second its row. */
function coordinates(width: number, height: number): Pixels {
  const data = Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width), 0]);
  return { width, height, channels: 3, data: Uint8Array.from(data.flat()) };
}

it.each([
  [7, 4, 1, 0],
  [4, 7, 0, 1],
  [5, 5, 0, 0],
  [1, 9, 0, 4],
])('the largest square of %i x %i pixels starts at (%i, %i)', (width, height, left, top) => {
  const square = centredPart(coordinates(width, height), { width: 3, height: 3 });
  const side = Math.min(width, height);
  expect([square.width, square.height]).toEqual([side, side]);
  expect([...square.data.subarray(0, 2)]).toEqual([left, top]);
  expect([...square.data.subarray(-3, -1)]).toEqual([left + side - 1, top + side - 1]);
});

it.each([
  [{ width: 12, height: 9 }, { width: 40, height: 20 }, [12, 6, 0, 1]],
  [{ width: 12, height: 9 }, { width: 2, height: 6 }, [3, 9, 4, 0]],
  [{ width: 12, height: 9 }, { width: 4, height: 3 }, [12, 9, 0, 0]],
  [{ width: 12, height: 9 }, { width: 500, height: 1 }, [12, 1, 0, 4]],
])('the largest part of %o in the shape of %o', (size, shape, [width, height, left, top]) => {
  const part = centredPart(coordinates(size.width, size.height), shape);
  expect([part.width, part.height]).toEqual([width, height]);
  expect([...part.data.subarray(0, 2)]).toEqual([left, top]);
});

it('a crop copies every channel and leaves its source as it was', () => {
  const picture: Pixels = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const crop = cropPixels(picture, { left: 1, top: 0, width: 2, height: 2 });
  expect([...crop.data]).toEqual([2, 3, 5, 6]);
  crop.data[0] = 99;
  expect(picture.data[1]).toBe(2);
});

it('a crop that leaves the picture is a mistake', () => {
  expect(() => cropPixels(coordinates(4, 4), { left: 2, top: 0, width: 3, height: 1 })).toThrow(RangeError);
});
