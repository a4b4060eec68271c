import { describe, expect, it } from 'vitest';
import { cutSquare, tiled } from '../../src/artwork/index.js';
import type { Pixels } from '../../src/base/pixels.js';
import { planes } from '../support/planes.js';

/** Each pixel's first sample is its column, the second its row. */
function coordinates(width: number, height: number): Pixels {
  const data = Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width), 0]);
  return { width, height, channels: 3, data: Uint8Array.from(data.flat()) };
}

const whole = { x: 0.5, y: 0.5, sizeRatio: 1, turnDegrees: 0 };
const at = ({ width, data }: Pixels, column: number, row: number): number[] => [
  ...data.subarray((row * width + column) * 3, (row * width + column) * 3 + 2),
];

describe('the square that is cut out of an artwork', () => {
  it.each([
    ['the largest one in the middle', whole, 10, [5, 0]],
    ['one to the left', { ...whole, x: 0.1 }, 10, [0, 0]],
    ['one to the right, moved inside', { ...whole, x: 1 }, 10, [10, 0]],
    ['a small one', { ...whole, sizeRatio: 0.4 }, 4, [8, 3]],
    ['a small one at the lower left', { ...whole, x: 0, y: 1, sizeRatio: 0.4 }, 4, [0, 6]],
    ['the smallest one', { ...whole, sizeRatio: 0.01 }, 1, [10, 5]],
  ])('is %s', (_, cut, side, corner) => {
    const square = cutSquare(coordinates(20, 10), cut);
    expect([square.width, square.height, square.channels]).toEqual([side, side, 3]);
    expect(at(square, 0, 0)).toEqual(corner);
    expect(at(square, side - 1, side - 1)).toEqual(corner.map((value) => value + side - 1));
  });

  const picture = coordinates(7, 7);
  it.each([
    [90, (column: number, row: number) => [row, 6 - column]],
    [-90, (column: number, row: number) => [6 - row, column]],
    [270, (column: number, row: number) => [6 - row, column]],
    [180, (column: number, row: number) => [6 - column, 6 - row]],
    [360, (column: number, row: number) => [column, row]],
  ] as const)('turned by %i degrees holds exactly the same pixels, clockwise', (turnDegrees, from) => {
    const turned = cutSquare(picture, { ...whole, turnDegrees });
    for (let row = 0; row < 7; row++)
      for (let column = 0; column < 7; column++) expect(at(turned, column, row)).toEqual(from(column, row));
  });

  it('of even side is turned by a quarter as exactly', () => {
    const turned = cutSquare(coordinates(8, 8), { ...whole, turnDegrees: 90 });
    expect([at(turned, 0, 0), at(turned, 7, 0), at(turned, 7, 7)]).toEqual([
      [0, 7],
      [0, 0],
      [7, 0],
    ]);
  });

  it('turned by another angle keeps its middle and interpolates between pixels', () => {
    const turned = cutSquare(coordinates(101, 101), { ...whole, turnDegrees: 30 });
    expect(at(turned, 50, 50)).toEqual([50, 50]);
    // 40 px above the middle lies what was 40 px away, 30 degrees further back.
    const [column, row] = at(turned, 50, 10) as [number, number];
    expect(column).toBe(Math.round(50 - 40 * Math.sin(Math.PI / 6)));
    expect(row).toBe(Math.round(50 - 40 * Math.cos(Math.PI / 6)));
  });

  it('turned finds in its corners what lies around it, and beyond the artwork its mirror image', () => {
    const small = { ...whole, sizeRatio: 0.5, turnDegrees: 45 };
    const inside = cutSquare(coordinates(100, 100), small);
    const near = (found: number[], column: number, row: number): void => {
      expect(Math.abs(found[0]! - column)).toBeLessThan(1);
      expect(Math.abs(found[1]! - row)).toBeLessThan(1);
    };
    // The corner of the turned square lies half a diagonal to the left of the middle.
    near(at(inside, 0, 0), 49.5 - 24.5 * Math.SQRT2, 49.5);
    const corner = cutSquare(coordinates(100, 100), { ...whole, turnDegrees: 45 });
    // As far beyond the border, whose pixels lie half a pixel before it.
    near(at(corner, 0, 0), 49.5 * Math.SQRT2 - 49.5 - 1, 49.5);
  });

  it('keeps its channels', () => {
    const grey: Pixels = { width: 2, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4) };
    expect([...cutSquare(grey, { ...whole, turnDegrees: 90 }).data]).toEqual([3, 1, 4, 2]);
  });
});

describe('tiles', () => {
  const tile = planes(4, 2, (x, y, channel) => channel + x + y / 10);

  it('repeat a picture mirrored, so that neighbours at every seam are alike', () => {
    const { width, height, channels, data } = tiled(tile, 12);
    expect([width, height, channels]).toEqual([12, 12, 2]);
    const value = (channel: number, column: number, row: number) => data[(channel * 12 + row) * 12 + column];
    for (const channel of [0, 1]) {
      for (let along = 0; along < 12; along++) {
        for (const seam of [4, 8]) {
          expect(value(channel, seam, along)).toBe(value(channel, seam - 1, along));
          expect(value(channel, along, seam)).toBe(value(channel, along, seam - 1));
        }
      }
      expect(value(channel, 9, 10)).toBe(tile.data[channel * 16 + 2 * 4 + 1]);
    }
  });

  it('of the wanted size are the picture itself, and others may be cut', () => {
    expect(tiled(tile, 4)).toBe(tile);
    expect([...tiled(tile, 6).data.subarray(0, 6)]).toEqual([...tile.data.subarray(0, 4), 0.75, 0.5]);
  });
});
