import { describe, expect, it } from 'vitest';
import { layTiles, type TileOptions } from '../../src/nst/tiled/lay-tiles.js';

describe('tiles', () => {
  it.each<[width: number, height: number, options: TileOptions]>([
    [64, 48, { gridPx: 8, haloPx: 21, sidePx: 100 }],
    [264, 104, { gridPx: 8, haloPx: 21, sidePx: 96 }],
    [4112, 2752, { gridPx: 8, haloPx: 21, sidePx: 512 }],
    [4112, 2752, { gridPx: 16, haloPx: 38, sidePx: 300 }],
    [1000, 40, { gridPx: 8, haloPx: 0, sidePx: 50 }],
    [200, 200, { gridPx: 8, haloPx: 21, sidePx: 1 }],
  ])(
    'of one shape cover %i x %i, each place in one core, with all of the halo around it: %o',
    (width, height, options) => {
      const { gridPx, haloPx } = options;
      const tiles = layTiles({ width, height }, options);
      const owners = new Uint8Array(width * height);
      for (const tile of tiles) {
        expect([tile.width, tile.height]).toEqual([tiles[0]!.width, tiles[0]!.height]);
        const { core } = tile;
        for (const value of [tile.left, tile.top, core.left, core.top, core.width, core.height]) {
          expect(value % gridPx).toBe(0);
        }
        for (const [start, length, from, size, whole] of [
          [tile.left, tile.width, core.left, core.width, width],
          [tile.top, tile.height, core.top, core.height, height],
        ] as const) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + length).toBeLessThanOrEqual(whole);
          expect(size).toBeGreaterThan(0);
          if (start > 0) expect(from - start).toBeGreaterThanOrEqual(haloPx);
          if (start + length < whole) expect(start + length - from - size).toBeGreaterThanOrEqual(haloPx);
        }
        for (let row = core.top; row < core.top + core.height; row++) {
          const from = row * width + core.left;
          owners.subarray(from, from + core.width).forEach((count, at) => {
            owners[from + at] = count + 1;
          });
        }
      }
      expect(owners.every((count) => count === 1)).toBe(true);
    },
  );

  it('are one where the picture is no larger', () => {
    const options = { gridPx: 8, haloPx: 21, sidePx: 512 };
    expect(layTiles({ width: 512, height: 200 }, options)).toHaveLength(1);
    expect(layTiles({ width: 520, height: 200 }, options)).toHaveLength(2);
  });
});
