import { describe, expect, it } from 'vitest';
import { layOutSheet, maxSheetPixels, pleasantColumns, sheetTilePx } from '../../src/compose/grid.js';

const plain = { columns: 'auto', gapRatio: 0, marginRatio: 0, tilePx: 10 } as const;

describe('the layout of a sheet', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 2],
    [6, 3],
    [10, 4],
    [12, 4],
    [26, 7],
    [36, 8],
    [52, 9],
  ])('%i letters make %i columns', (count, columns) => {
    expect(pleasantColumns(count)).toBe(columns);
  });

  it('is never a strip, however many letters there are', () => {
    for (let count = 4; count <= 300; count++) {
      const { width, height } = layOutSheet(count, plain);
      expect(width / height, `${count} letters`).toBeGreaterThanOrEqual(0.7);
      expect(width / height, `${count} letters`).toBeLessThanOrEqual(2.1);
    }
  });

  it('sets A–Z in four rows of seven, with V–Z in the middle of the last', () => {
    const { width, height, places } = layOutSheet(26, plain);
    expect({ width, height }).toEqual({ width: 70, height: 40 });
    expect(places.slice(0, 8).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [10, 0],
      [20, 0],
      [30, 0],
      [40, 0],
      [50, 0],
      [60, 0],
      [0, 10],
    ]);
    expect(places.slice(21).map(({ x, y }) => [x, y])).toEqual([
      [10, 30],
      [20, 30],
      [30, 30],
      [40, 30],
      [50, 30],
    ]);
  });

  it('centres a last row by half a tile and half a gap where the number of empty places is odd', () => {
    const { width, height, places } = layOutSheet(3, {
      columns: 2,
      gapRatio: 0.2,
      marginRatio: 0.5,
      tilePx: 10,
    });
    expect({ width, height }).toEqual({ width: 5 + 10 + 2 + 10 + 5, height: 5 + 10 + 2 + 10 + 5 });
    expect(places).toEqual([
      { x: 5, y: 5 },
      { x: 17, y: 5 },
      { x: 11, y: 17 },
    ]);
  });

  it('makes no more columns than there are letters', () => {
    expect(layOutSheet(2, { ...plain, columns: 9 })).toMatchObject({
      columns: 2,
      rows: 1,
      width: 20,
      height: 10,
    });
  });

  it.each([
    [26, 400, 0, 400],
    [26, 800, 0.1, 800],
  ])(
    'leaves the tiles of a usual sheet as large as they are (%i of %i px)',
    (count, tilePx, gapRatio, expected) => {
      expect(sheetTilePx(count, { ...plain, tilePx, gapRatio }, { pixels: maxSheetPixels })).toBe(expected);
    },
  );

  it.each([
    [26, 0, 0],
    [26, 0.25, 0.5],
    [3000, 1, 1],
  ])(
    'finds the largest tile whose sheet is not too large (%i tiles, gap %f, margin %f)',
    (count, gapRatio, marginRatio) => {
      const settings = { ...plain, gapRatio, marginRatio, tilePx: 4096 };
      const pixels = (tilePx: number): number => {
        const { width, height } = layOutSheet(count, { ...settings, tilePx });
        return width * height;
      };
      const tilePx = sheetTilePx(count, settings, { pixels: maxSheetPixels });
      expect(pixels(tilePx)).toBeLessThanOrEqual(maxSheetPixels);
      expect(pixels(tilePx + 2)).toBeGreaterThan(maxSheetPixels);
    },
  );
});
