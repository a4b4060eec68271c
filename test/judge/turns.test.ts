import { describe, expect, it } from 'vitest';
import { patchStarts, unitPatches } from '../../src/judge/patches.js';
import { turned, turnedPlace, turns } from '../../src/judge/turns.js';
import { planes } from '../support/planes.js';

const picture = planes(9, 2, (x, y, channel) => Math.round(9 * x) + 9 * Math.round(9 * y) + 100 * channel);

describe('the orientations of a square', () => {
  it('are eight, all different, and the first is as it was', () => {
    expect([...turned(picture, turns[0]!).data]).toEqual([...picture.data]);
    expect(new Set(turns.map((turn) => turned(picture, turn).data.join())).size).toBe(8);
  });

  it('tell where each place goes', () => {
    for (const turn of turns) {
      const [row, column] = turnedPlace(turn, [2, 7], 8);
      expect(turned(picture, turn).data[row * 9 + column]).toBe(picture.data[2 * 9 + 7]);
    }
  });

  it('tell where a patch goes: it holds the same values', () => {
    const sorted = (values: Float32Array): number[] => [...values].sort((a, b) => a - b);
    const [patch] = patchStarts(9, 9, 2).filter(([row, column]) => row === 2 && column === 4);
    const own = sorted(unitPatches(picture, [patch!]));
    for (const turn of turns) {
      const start = turnedPlace(turn, patch!, 9 - 5);
      expect(sorted(unitPatches(turned(picture, turn), [start]))).toEqual(own);
    }
  });

  it('are those of squares', () => {
    const wide = planes({ width: 4, height: 3 }, 1, () => 0);
    expect(() => turned(wide, turns[1]!)).toThrow('a picture of 4x3 is not square');
  });
});

describe('patches', () => {
  it('start every few places as long as they have room', () => {
    expect(patchStarts(9, 7, 2)).toEqual([0, 2].flatMap((row) => [0, 2, 4].map((column) => [row, column])));
    expect(patchStarts(4, 9, 1)).toEqual([]);
  });

  it('have unit length, and those of nothing none', () => {
    const length = (values: Float32Array): number => Math.hypot(...values);
    expect(length(unitPatches(picture, [[1, 3]]))).toBeCloseTo(1);
    expect(
      length(
        unitPatches(
          planes(9, 2, () => 0),
          [[1, 3]],
        ),
      ),
    ).toBe(0);
  });
});
