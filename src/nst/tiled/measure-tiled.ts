import type { Backend } from '../../backend/index.js';
import type { Size } from '../../base/pixels.js';
import type { Encoder } from '../encoder/encoder.js';
import type { Measurer } from '../evaluator.js';
import { port } from '../objectives/ports.js';
import { contentProgram } from '../objectives/regions/statistics.js';
import { runOnce } from '../whole.js';
import type { Tile } from './lay-tiles.js';
import { momentsProgram, summedStatisticsProgram } from './programs.js';
import { createSums } from './sums.js';
import { weightWindows } from './tile-windows.js';
import { compileOnWindows, shrunk, windowOf } from './windows.js';

/** Measures pictures in tiles, in the memory of one. */
export function measureTiled(backend: Backend, encoder: Encoder, tilesOf: (size: Size) => Tile[]): Measurer {
  return {
    contentOf: async (picture) => {
      const tap = encoder.taps[encoder.contentTap]!;
      const size = { width: picture.width >> tap.halvings, height: picture.height >> tap.halvings };
      const content = new Float32Array(tap.channels * size.width * size.height);
      const tiles = tilesOf(picture);
      const program = await compileOnWindows(contentProgram(encoder, tiles[0]!), backend);
      for (const tile of tiles) {
        const found = await program.run({ [port.image]: windowOf(picture, tile) });
        setCore(content, found[port.content]!, { size, tile, ...tap });
      }
      await program.release();
      return content;
    },
    statisticsOf: async (picture, weights) => {
      const tiles = tilesOf(picture);
      const windows = weightWindows(weights, encoder, { ...picture, regionCount: 1 });
      const program = await compileOnWindows(momentsProgram(encoder, tiles[0]!, 1), backend);
      const moments = createSums();
      for (const tile of tiles)
        moments.add(await program.run({ ...windows(tile), [port.image]: windowOf(picture, tile) }));
      await program.release();
      return runOnce(summedStatisticsProgram(encoder), moments.values(), backend);
    },
  };
}

interface Place {
  /** Of the picture's features. */
  readonly size: Size;
  readonly tile: Tile;
  readonly halvings: number;
  readonly channels: number;
}

/** Copies what a tile's features have in its core to those of the picture. */
function setCore(
  content: Float32Array,
  features: Float32Array,
  { size, tile, halvings, channels }: Place,
): void {
  const [own, core] = [shrunk(tile, halvings), shrunk(tile.core, halvings)];
  for (let channel = 0; channel < channels; channel++) {
    for (let row = core.top; row < core.top + core.height; row++) {
      const from = (channel * own.height + row - own.top) * own.width + core.left - own.left;
      const to = (channel * size.height + row) * size.width + core.left;
      content.set(features.subarray(from, from + core.width), to);
    }
  }
}
