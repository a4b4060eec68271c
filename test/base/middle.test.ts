import { describe, expect, it } from 'vitest';
import { halvedMiddle, middleOf } from '../../src/base/middle.js';
import type { Planes } from '../../src/base/pixels.js';

/** Values of their places: 100 times the channel, 10 times the row, the column. */
function counted(width: number, height: number, channels: number): Planes {
  const data = Float32Array.from({ length: channels * height * width }, (_, at) => {
    const [column, row] = [at % width, Math.floor(at / width) % height];
    return 100 * Math.floor(at / (width * height)) + 10 * row + column;
  });
  return { width, height, channels, data };
}

describe('the middle of a canvas', () => {
  it('is what lies there', () => {
    expect([...middleOf(counted(6, 4, 2), { width: 2, height: 2 }).data]).toEqual([
      12, 13, 22, 23, 112, 113, 122, 123,
    ]);
  });

  it('halved has the means of four pixels, and no half pixels at its end', () => {
    const { width, height, channels, data } = halvedMiddle(counted(7, 5, 2), { width: 5, height: 3 }, 1);
    expect({ width, height, channels }).toEqual({ width: 2, height: 1, channels: 2 });
    expect([...data]).toEqual([16.5, 18.5, 116.5, 118.5]);
  });

  it('halved twice has those of sixteen, and not at all is as it was', () => {
    expect([...halvedMiddle(counted(6, 6, 1), { width: 4, height: 4 }, 2).data]).toEqual([27.5]);
    const canvas = counted(6, 6, 1);
    const size = { width: 4, height: 4 };
    expect(halvedMiddle(canvas, size, 0)).toEqual(middleOf(canvas, size));
  });
});
