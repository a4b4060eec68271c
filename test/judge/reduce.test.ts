import { describe, expect, it } from 'vitest';
import { boxAverage, luminance } from '../../src/judge/reduce.js';

const grey = (width: number, data: readonly number[]) =>
  ({ width, height: data.length / width, channels: 1, data: Uint8Array.from(data) }) as const;
const rounded = (values: Float32Array) => Array.from(values, (value) => Math.round(value * 255));

describe('the box average', () => {
  it.each([
    ['halves', grey(4, [0, 100, 20, 60, 200, 100, 40, 80]), 2, 1, [100, 50]],
    ['shares a pixel between its neighbours', grey(3, [30, 90, 150]), 2, 1, [50, 130]],
    ['keeps its size', grey(2, [1, 2, 3, 4]), 2, 2, [1, 2, 3, 4]],
    ['grows', grey(2, [10, 30]), 4, 1, [10, 10, 30, 30]],
    ['grows by a half', grey(2, [10, 40]), 3, 1, [10, 25, 40]],
  ] as const)('%s', (_, picture, width, height, expected) => {
    const small = boxAverage(picture, width, height);
    expect(small).toMatchObject({ width, height, channels: 1 });
    expect(rounded(small.data)).toEqual(expected);
  });

  it('keeps channels apart and gives planes', () => {
    const picture = {
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(10, 20, 30, 30, 60, 90),
    } as const;
    expect(rounded(boxAverage(picture, 1, 1).data)).toEqual([20, 40, 60]);
  });

  it('keeps the mean of a picture whatever the size', () => {
    const picture = grey(
      7,
      Array.from({ length: 49 }, (_, at) => (at * 37) % 256),
    );
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const whole = mean(boxAverage(picture, 7, 7).data);
    for (const size of [1, 2, 3, 5, 6, 10])
      expect(mean(boxAverage(picture, size, size).data)).toBeCloseTo(whole, 5);
  });
});

describe('the luminance', () => {
  it('weighs green most, and is the value itself for grey', () => {
    const planes = { width: 3, height: 1, channels: 3, data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    const [red, green, blue] = luminance(planes);
    expect(red! + green! + blue!).toBeCloseTo(1);
    expect([green! > red!, red! > blue!]).toEqual([true, true]);
    expect([...luminance({ width: 2, height: 1, channels: 1, data: Float32Array.of(0, 0.5) })]).toEqual([
      0, 0.5,
    ]);
  });
});
