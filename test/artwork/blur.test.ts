import { describe, expect, it } from 'vitest';
import { blur } from '../../src/artwork/blur.js';
import { mainAxis } from '../../src/artwork/main-axis.js';
import { coloured, mean, planes } from '../support/planes.js';

describe('a blur', () => {
  it('keeps a flat picture flat, channel by channel', () => {
    const { data } = blur(
      planes(20, 3, (_, __, channel) => 0.25 * channel),
      3,
    );
    for (const channel of [0, 1, 2])
      for (const value of data.subarray(channel * 400, channel * 400 + 400))
        expect(value).toBeCloseTo(0.25 * channel, 5);
  });

  it('spreads a point like a Gaussian of its standard deviation', () => {
    const point = planes(81, 1, (x, y) => (Math.round(x * 81) === 40 && Math.round(y * 81) === 40 ? 1 : 0));
    const { data } = blur(point, 5);
    let [sum, variance] = [0, 0];
    data.forEach((value, at) => {
      sum += value;
      variance += value * ((at % 81) - 40) ** 2;
    });
    expect(sum).toBeCloseTo(1, 3);
    expect(Math.sqrt(variance)).toBeCloseTo(5, 0);
    expect(data[40 * 81 + 40]! / data[40 * 81 + 45]!).toBeCloseTo(Math.exp(0.5), 0);
  });

  it('wider than the picture is its mean, nearly', () => {
    const { data } = blur(
      planes(8, 1, (x) => x),
      40,
    );
    for (const value of data) expect(Math.abs(value - mean(data))).toBeLessThan(0.2);
  });
});

describe('the main axis of a picture’s colours', () => {
  it('is the direction in which they differ, towards the lighter end', () => {
    const axis = mainAxis(
      coloured(32, (x) => [0.8 * x, 0.2, 0.9 - 0.6 * x]),
      'colour',
    );
    [0.8, 0, -0.6].forEach((value, channel) => {
      expect(axis[channel]).toBeCloseTo(value, 4);
    });
  });

  it('is of length 1 for a picture of one colour', () => {
    const axis = mainAxis(
      coloured(8, () => [0.3, 0.3, 0.3]),
      'auto',
    );
    expect(Math.hypot(...axis)).toBeGreaterThan(0.7);
    expect(axis.every(Number.isFinite)).toBe(true);
  });
});
