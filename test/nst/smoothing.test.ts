import { describe, expect, test } from 'vitest';
import { createSmoothing } from '../../src/nst/descent/smoothing.js';
import { randomTensor } from '../support/tensors.js';

const size = { width: 24, height: 16 };
const samples = 3 * size.width * size.height;
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, each, at) => sum + each * b[at]!, 0);

const smoothed = (vector: Float32Array): Float32Array => {
  const copy = vector.slice();
  createSmoothing(size).smooth(copy);
  return copy;
};

describe('the smoothing of steps', () => {
  test('is symmetric and positive definite', () => {
    const [one, other] = [randomTensor([samples], 'one', -1, 1), randomTensor([samples], 'other', -1, 1)];
    expect(dot(one, smoothed(other))).toBeCloseTo(dot(other, smoothed(one)), 3);
    expect(dot(one, smoothed(one))).toBeGreaterThan(dot(one, one));
  });

  test('says what it adds to the square of a vector', () => {
    const vector = randomTensor([samples], 'vector', -1, 1);
    const { excess } = createSmoothing(size);
    expect(excess(vector)).toBeCloseTo(dot(vector, smoothed(vector)) - dot(vector, vector), 3);
  });

  test('makes six times as much of what is the same all around, hardly more of single pixels, and nothing of other channels', () => {
    const flat = new Float32Array(samples).fill(0.5, 0, size.width * size.height);
    const middle = 8 * size.width + 12;
    expect(smoothed(flat)[middle]).toBeCloseTo(3, 5);
    expect(smoothed(flat)[size.width * size.height + middle]).toBe(0);
    const checked = Float32Array.from(
      { length: samples },
      (_, at) => (-1) ** (at + Math.floor(at / size.width)),
    );
    expect(smoothed(checked)[middle]).toBeCloseTo(checked[middle]!, 1);
  });
});
