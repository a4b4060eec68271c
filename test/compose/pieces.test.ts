import { describe, expect, it } from 'vitest';
import type { Planes } from '../../src/base/pixels.js';
import { composeText } from '../../src/compose/index.js';

const plain = (width: number, height: number, values: readonly number[]): Planes => ({
  width,
  height,
  channels: values.length,
  data: Float32Array.from(
    { length: values.length * width * height },
    (_, at) => values[Math.floor(at / (width * height))]!,
  ),
});

const red = plain(2, 2, [1, 0, 0]);
const page = { width: 4, height: 3 };

describe('letters on a page', () => {
  it('lie on the ground by how much they cover it', () => {
    const half = plain(2, 2, [0.5]);
    const { channels, data } = composeText(
      [{ left: 1, top: 1, colours: red, mask: half }],
      page,
      plain(4, 3, [0, 0, 1]),
    );
    expect(channels).toBe(3);
    expect([...data.subarray(0, 3)]).toEqual([0, 0, 255]);
    expect([...data.subarray(3 * 5, 3 * 5 + 3)]).toEqual([128, 0, 128]);
  });

  it('have colours of their own where there is no ground', () => {
    const half = plain(2, 2, [0.5]);
    const { channels, data } = composeText([{ left: 1, top: 1, colours: red, mask: half }], page, undefined);
    expect(channels).toBe(4);
    expect([...data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...data.subarray(4 * 5, 4 * 5 + 4)]).toEqual([255, 0, 0, 128]);
  });

  it('are cut off at the page’s edge, and lie over each other in their order', () => {
    const full = plain(2, 2, [1]);
    const green = plain(2, 2, [0, 1, 0]);
    const pieces = [
      { left: -1, top: -1, colours: red, mask: full },
      { left: 3, top: 2, colours: red, mask: full },
      { left: 3, top: 1, colours: green, mask: full },
    ];
    const { data } = composeText(pieces, page, plain(4, 3, [0, 0, 0]));
    const seen = Array.from({ length: 12 }, (_, at) =>
      data[3 * at]! > 0 ? 'r' : data[3 * at + 1]! > 0 ? 'g' : '.',
    );
    expect(seen.join('')).toBe('r......g...g');
  });
});
