import { describe, expect, test } from 'vitest';
import { doubled } from '../../src/nst/doubled.js';
import { halved, regionWeights } from '../../src/nst/objectives/regions/region-weights.js';
import { planes } from '../support/planes.js';

/** Taps that are halved 0, 1, 2 … times, with so many outermost places left out. */
const taps = (...borders: number[]) => borders.map((border, halvings) => ({ halvings, border }));

describe('the weights of a region', () => {
  test('sum to one at every tap, for a thin region as for a fat one', () => {
    for (const width of [2, 20]) {
      const bar = planes(32, 1, (x) => (32 * x >= 4 && 32 * x < 4 + width ? 1 : 0));
      const byTap = regionWeights(bar, taps(1, 1, 1));
      expect(byTap.map((weights) => weights.length)).toEqual([1024, 256, 64]);
      for (const weights of byTap) expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    }
  });

  test('leave out the places that have seen the padding', () => {
    const full = planes(8, 1, () => 1);
    const [weights] = regionWeights(full, taps(2));
    for (let at = 0; at < 64; at++) {
      const [column, row] = [at % 8, Math.floor(at / 8)];
      const inside = Math.min(column, row, 7 - column, 7 - row) >= 2;
      expect(weights![at]).toBeCloseTo(inside ? 1 / 16 : 0, 6);
    }
  });

  test('are all zero where the region is empty', () => {
    const empty = planes(8, 1, () => 0);
    expect(Math.max(...regionWeights(empty, taps(0))[0]!)).toBe(0);
  });

  test('are at each tap’s resolution, also where a tap has no halving of its own', () => {
    const full = planes(16, 1, () => 1);
    const byTap = regionWeights(full, [
      { halvings: 0, border: 0 },
      { halvings: 2, border: 0 },
      { halvings: 2, border: 1 },
    ]);
    expect(byTap.map((weights) => weights.length)).toEqual([256, 16, 16]);
    expect(byTap[2]!.filter((weight) => weight > 0)).toHaveLength(4);
  });
});

test('a mask is halved to the mean of its places, as often as is asked', () => {
  const ramp = planes(4, 1, (x, y) => 4 * y * 4 + 4 * x);
  expect([...halved(ramp, 1).data]).toEqual([2.5, 4.5, 10.5, 12.5]);
  expect([...halved(ramp, 2).data]).toEqual([7.5]);
  expect(halved(ramp, 0)).toBe(ramp);
});

describe('doubling a picture', () => {
  test('keeps a flat picture flat and a ramp even', () => {
    const flat = doubled({ width: 3, height: 2, channels: 2, data: new Float32Array(12).fill(0.25) });
    expect([flat.width, flat.height, flat.channels]).toEqual([6, 4, 2]);
    expect([...flat.data].every((value) => value === 0.25)).toBe(true);
    const ramp = doubled({ width: 4, height: 1, channels: 1, data: Float32Array.of(0, 1, 2, 3) });
    expect([...ramp.data.subarray(0, 8)]).toEqual([0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]);
  });
});
