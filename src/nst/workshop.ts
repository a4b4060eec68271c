import {
  type Backend,
  type Batcher,
  type Crew,
  createBatcher,
  crewOfOne,
  type Executable,
  inBatches,
  type Values,
} from '../backend/index.js';
import type { Planes, Size } from '../base/pixels.js';
import type { Program } from '../graph/index.js';
import { usualHistory } from './descent/descent.js';
import { type Encoder, receptivePx, valuesPerPixel } from './encoder/encoder.js';
import { type BoundObjective, bindWhole } from './evaluator.js';
import {
  contentProgram,
  objectiveProgram,
  port,
  statisticsProgram,
  toneHalvings,
} from './objectives/region-program.js';
import type { ScaleInput, Weights } from './objectives/scale-input.js';
import { type Looker, targets } from './objectives/targets.js';
import { layTiles, type Tile } from './tiled/lay-tiles.js';
import { momentsProgram, styleProgram, summedStatisticsProgram, tileProgram } from './tiled/programs.js';
import {
  bindTiled,
  createSums,
  eachTile,
  type TiledPrograms,
  weightPlanes,
  weightWindows,
  windowOf,
} from './tiled/tiled.js';

/**
 * From which size on a picture is looked at in tiles, and how large those are. They decide the last bits of a picture, so
 * that nothing may change them but the size of what is painted.
 */
export interface TileLimits {
  /** Values that the encoder makes of the largest picture that is looked at whole. */
  readonly wholeValues: number;
  /** Values that it makes of a tile. */
  readonly tileValues: number;
  /** Values in what the optimiser remembers of a picture in tiles. */
  readonly historyValues: number;
}

/** About 1.2 million pixels whole, tiles of 416, and 600 MB for the steps that are remembered, with the encoder that comes along. */
export const tileLimits: TileLimits = { wholeValues: 93e6, tileValues: 13.5e6, historyValues: 150e6 };

export interface WorkshopOptions {
  /** Who works on tiles. */
  readonly crew?: Crew | undefined;
  readonly limits?: TileLimits | undefined;
  /** The pictures beside this one: all of them whole, since one in tiles needs the memory. None when absent. */
  readonly batcher?: Batcher | undefined;
}

/** What a styliser works with: the encoder, the programs, and the choice between whole and in tiles. */
export interface Workshop {
  /** The objective at a scale. That of another scale may not be used any more, where one of them is in tiles. */
  objective(scale: ScaleInput, weights: Weights, signal?: AbortSignal): Promise<BoundObjective>;
  close(): Promise<void>;
}

export function createWorkshop(
  backend: Backend,
  encoder: Encoder,
  { crew = crewOfOne(backend), limits = tileLimits, batcher = createBatcher(1) }: WorkshopOptions,
): Workshop {
  const together = inBatches(backend, batcher);
  const perPixel = valuesPerPixel(encoder);
  const whole = new Map<string, Promise<Executable>>();
  let tiled: { readonly key: string; readonly programs: TiledPrograms } | undefined;

  const isWhole = ({ width, height }: Size): boolean => width * height * perPixel <= limits.wholeValues;
  const stridePx = 2 ** Math.max(...encoder.taps.map(({ halvings }) => halvings));
  const tilesOf = (size: Size, gridPx = stridePx): Tile[] =>
    layTiles(size, { gridPx, haloPx: receptivePx(encoder), sidePx: Math.sqrt(limits.tileValues / perPixel) });

  /** Runs a program that is needed once, and gives its memory back: it is as much as the objective's. */
  const runOnce = async (program: Program, feeds: Values): Promise<Values> => {
    const executable = await backend.compile(program);
    try {
      return await executable.run(feeds);
    } finally {
      await executable.release();
    }
  };

  const contentInTiles = async (picture: Planes): Promise<Float32Array> => {
    const tap = encoder.taps[encoder.contentTap]!;
    const planes = { ...picture, data: crew.share(picture.data) };
    const [columns, rows] = [picture.width >> tap.halvings, picture.height >> tap.halvings];
    const content = crew.allocate(tap.channels * columns * rows);
    const tiles = tilesOf(picture);
    const executable = await crew.compile(contentProgram(encoder, tiles[0]!));
    const run = (tile: Tile) => executable.run({ [port.image]: windowOf(planes, tile) });
    await eachTile(tiles, crew, run, (results, tile) => {
      const features = results[port.content]!;
      const own = windowOf(planes, tile, tap.halvings);
      const core = windowOf(planes, { ...tile.core, core: tile.core }, tap.halvings);
      for (let channel = 0; channel < tap.channels; channel++) {
        for (let row = core.top; row < core.top + core.height; row++) {
          const from = (channel * own.height + row - own.top) * own.width + core.left - own.left;
          content.set(
            features.subarray(from, from + core.width),
            (channel * rows + row) * columns + core.left,
          );
        }
      }
    });
    await executable.release();
    return content;
  };

  const statisticsInTiles = async (picture: Planes, weights: Values): Promise<Values> => {
    const planes = { ...picture, data: crew.share(picture.data) };
    const masks = weightPlanes(weights, encoder, picture, 1, crew);
    const tiles = tilesOf(picture);
    const executable = await crew.compile(momentsProgram(encoder, tiles[0]!, 1));
    const moments = createSums();
    const run = (tile: Tile) =>
      executable.run({ ...weightWindows(masks, tile, encoder), [port.image]: windowOf(planes, tile) });
    await eachTile(tiles, crew, run, moments.add);
    await executable.release();
    return runOnce(summedStatisticsProgram(encoder), moments.values());
  };

  /** What is to be reached at a scale. Its artworks are of one size and share a program, which is given back at the end. */
  const targetsOf = async (scale: ScaleInput, weights: Weights): Promise<Values> => {
    let statistics: { readonly size: Size; readonly executable: Executable } | undefined;
    const programFor = async ({ width, height }: Size): Promise<Executable> => {
      if (statistics?.size.width !== width || statistics.size.height !== height) {
        await statistics?.executable.release();
        statistics = undefined;
        const executable = await backend.compile(statisticsProgram(encoder, { width, height }));
        statistics = { size: { width, height }, executable };
      }
      return statistics.executable;
    };
    const looker: Looker = {
      encoder,
      contentOf: async (picture) => {
        if (!isWhole(picture)) return contentInTiles(picture);
        const found = await runOnce(contentProgram(encoder, picture), { [port.image]: picture.data });
        return found[port.content]!;
      },
      statisticsOf: async (picture, weights) =>
        isWhole(picture)
          ? (await programFor(picture)).run({ [port.image]: picture.data, ...weights })
          : statisticsInTiles(picture, weights),
    };
    try {
      return await targets(scale, weights, looker);
    } finally {
      await statistics?.executable.release();
    }
  };

  const releaseWhole = async (): Promise<void> => {
    for (const objective of whole.values()) await (await objective).release();
    whole.clear();
  };
  const releaseTiled = async (): Promise<void> => {
    if (tiled === undefined) return;
    for (const program of Object.values(tiled.programs)) await program.release();
    tiled = undefined;
  };

  return {
    objective: async (scale, weights, signal) => {
      const { canvas } = scale;
      const halvings = toneHalvings(scale);
      const names = Object.keys(scale.regions);
      const key = `${canvas.width} ${canvas.height} ${halvings} ${names.join()}`;
      if (isWhole(canvas)) {
        await releaseTiled();
        const ready = whole.get(key) ?? together.compile(objectiveProgram(encoder, canvas, halvings, names));
        whole.set(key, ready);
        return bindWhole(await ready, await targetsOf(scale, weights));
      }
      if (batcher.size > 1) throw new RangeError('a picture in tiles has none beside it');
      // A large picture needs the memory.
      await releaseWhole();
      if (tiled?.key !== key) await releaseTiled();
      const feeds = await targetsOf(scale, weights);
      const tiles = tilesOf(canvas, Math.max(stridePx, 2 ** halvings));
      const [size, samples] = [tiles[0]!, 3 * canvas.width * canvas.height];
      tiled ??= {
        key,
        programs: {
          moments: await crew.compile(momentsProgram(encoder, size, names.length)),
          tile: await crew.compile(
            tileProgram(encoder, { size, regionCount: names.length, halvings, samples }),
          ),
          style: await backend.compile(styleProgram(encoder, names)),
        },
      };
      const history = Math.max(2, Math.min(usualHistory, Math.floor(limits.historyValues / (2 * samples))));
      return bindTiled(feeds, {
        encoder,
        crew,
        programs: tiled.programs,
        tiles,
        canvas,
        regionCount: names.length,
        halvings,
        history,
        signal,
      });
    },
    close: async () => {
      await releaseWhole();
      await releaseTiled();
      await crew.close();
    },
  };
}
