import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { composeSheet, type SheetTile } from '../../src/compose/tile-sheet.js';

const settings = { columns: 2, gapRatio: 0, marginRatio: 0, paper: '#ffffff', tilePx: 2 } as const;

/** A square of one colour; one, three or four samples. */
function square(side: number, ...samples: number[]): Pixels {
  const data = Uint8Array.from(
    { length: side * side * samples.length },
    (_, at) => samples[at % samples.length]!,
  );
  return { width: side, height: side, channels: samples.length as 1 | 3 | 4, data };
}
const tile = (character: string, picture?: Pixels): SheetTile => ({ character, picture });

/** One letter per pixel, one string per row. */
function drawing(sheet: Pixels, names: Record<string, string>): string[] {
  return Array.from({ length: sheet.height }, (_, row) =>
    Array.from({ length: sheet.width }, (_, column) => {
      const at = (row * sheet.width + column) * 3;
      const colour = [...sheet.data.subarray(at, at + 3)].join(' ');
      return names[colour] ?? `(${colour})`;
    }).join(''),
  );
}
const names = { '255 255 255': '.', '200 0 0': 'r', '0 200 0': 'g', '0 0 200': 'b', '240 240 240': '-' };
const red = square(2, 200, 0, 0);
const green = square(2, 0, 200, 0);
const blue = square(2, 0, 0, 200);

describe('composeSheet', () => {
  it('lays the tiles row by row, and centres the last row', () => {
    const sheet = composeSheet([tile('A', red), tile('B', green), tile('C', blue)], settings);
    expect(sheet).toMatchObject({ width: 4, height: 4, channels: 3 });
    expect(drawing(sheet, names)).toEqual(['rrgg', 'rrgg', '.bb.', '.bb.']);
  });

  it('keeps gap and margin free', () => {
    const tiles = [tile('A', red), tile('B', green), tile('C', blue), tile('D', red)];
    const sheet = composeSheet(tiles, { ...settings, gapRatio: 0.5, marginRatio: 1 });
    expect(drawing(sheet, names)).toEqual([
      '.........',
      '.........',
      '..rr.gg..',
      '..rr.gg..',
      '.........',
      '..bb.rr..',
      '..bb.rr..',
      '.........',
      '.........',
    ]);
  });

  it('keeps each pixel of a tile in its place', () => {
    const data = Uint8Array.from({ length: 12 }, (_, at) => at);
    const sheet = composeSheet(
      [tile('A', red), tile('B', { width: 2, height: 2, channels: 3, data })],
      settings,
    );
    expect([...sheet.data]).toEqual([
      ...[200, 0, 0, 200, 0, 0, 0, 1, 2, 3, 4, 5],
      ...[200, 0, 0, 200, 0, 0, 6, 7, 8, 9, 10, 11],
    ]);
  });

  it('leaves the place of a missing letter in a tone just off the paper', () => {
    const sheet = composeSheet([tile('A'), tile('B', green), tile('C')], settings);
    expect(drawing(sheet, names)).toEqual(['--gg', '--gg', '.--.', '.--.']);
  });

  it.each([
    ['#000000', '15 15 15'],
    ['#102030', '30 45 60'],
    ['#f0e0d0', '226 211 196'],
  ])('makes that tone lighter on dark paper and darker on light paper (%s)', (paper, tone) => {
    const sheet = composeSheet([tile('A')], { ...settings, paper });
    expect([...sheet.data.subarray(0, 3)].join(' ')).toBe(tone);
  });

  it('shows the paper in its colour', () => {
    const sheet = composeSheet([tile('A', red)], { ...settings, paper: '#0a141e', marginRatio: 0.5 });
    expect([...sheet.data.subarray(0, 3)]).toEqual([10, 20, 30]);
  });

  it('takes grey tiles, and lets the paper through transparent ones', () => {
    const tiles = [tile('A', square(2, 77)), tile('B', square(2, 200, 100, 0, 51))];
    const sheet = composeSheet(tiles, { ...settings, paper: '#000000' });
    expect(drawing(sheet, { '77 77 77': 'k', '40 20 0': 't' })).toEqual(['kktt', 'kktt']);
  });

  it('refuses tiles of another size, and no tiles at all', () => {
    expect(() => composeSheet([tile('A', red), tile('B', square(3, 0))], settings)).toThrow(
      new RangeError('tile B is 3x3, not 2x2'),
    );
    expect(() => composeSheet([], settings)).toThrow(RangeError);
  });

  it('refuses a sheet that would not fit in memory, before it takes any', () => {
    expect(() => composeSheet([tile('A')], { ...settings, tilePx: 100_000 })).toThrow(
      expect.objectContaining({ code: 'output', message: expect.stringContaining('100000x100000') }),
    );
  });
});
