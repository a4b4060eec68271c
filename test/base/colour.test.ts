import { expect, it } from 'vitest';
import { luminanceOf, parseColour } from '../../src/base/colour.js';

it('a colour in hexadecimal is its numbers, small or capital', () => {
  expect(parseColour('#ff8000')).toEqual([1, 128 / 255, 0]);
  expect(parseColour('#FF8000')).toEqual(parseColour('#ff8000'));
});

it('a colour is as light as white is, or less', () => {
  expect(luminanceOf([1, 1, 1])).toBeCloseTo(1, 12);
  expect(luminanceOf([0, 1, 0])).toBeGreaterThan(luminanceOf([1, 0, 1]));
});
