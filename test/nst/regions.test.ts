import { describe, expect, test } from 'vitest';
import { regionWeights } from '../../src/nst/regions.js';
import { doubled } from '../../src/nst/resample.js';

const mask = (side: number, at: (column: number, row: number) => number) => ({
  width: side,
  height: side,
  channels: 1,
  data: Float32Array.from({ length: side * side }, (_, index) => at(index % side, Math.floor(index / side))),
});

describe('the weights of a region', () => {
  test('sum to one at every tap, for a thin region as for a fat one', () => {
    for (const width of [2, 20]) {
      const taps = regionWeights(
        mask(32, (column) => (column < 4 + width && column >= 4 ? 1 : 0)),
        3,
        [1, 1, 1],
      );
      expect(taps.map((weights) => weights.length)).toEqual([1024, 256, 64]);
      for (const weights of taps) expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    }
  });

  test('leave out the places that have seen the padding', () => {
    const [weights] = regionWeights(
      mask(8, () => 1),
      1,
      [2],
    );
    for (let at = 0; at < 64; at++) {
      const [column, row] = [at % 8, Math.floor(at / 8)];
      const inside = Math.min(column, row, 7 - column, 7 - row) >= 2;
      expect(weights![at]).toBeCloseTo(inside ? 1 / 16 : 0, 6);
    }
  });

  test('are all zero where the region is empty', () => {
    expect(
      Math.max(
        ...regionWeights(
          mask(8, () => 0),
          1,
          [0],
        )[0]!,
      ),
    ).toBe(0);
  });
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
