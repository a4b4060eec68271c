import type { Crew, CrewExecutable, Executable, Feeds, Values, Window } from '../../backend/index.js';
import { throwIfAborted } from '../../base/errors.js';
import type { Planes, Size } from '../../base/pixels.js';
import type { Encoder } from '../encoder/encoder.js';
import { type BoundObjective, dividedFactors, partsOf } from '../evaluator.js';
import { port } from '../objectives/region-program.js';
import type { Tile } from './lay-tiles.js';

/** Runs a program on every tile, and hands the results on in the order of the tiles, whichever is done first. */
export async function eachTile(
  tiles: readonly Tile[],
  crew: Crew,
  run: (tile: Tile) => Promise<Values>,
  take: (results: Values, tile: Tile) => void,
): Promise<void> {
  const begun: Promise<Values>[] = [];
  for (const [at, tile] of tiles.entries()) {
    while (begun.length < Math.min(tiles.length, at + crew.runsAtOnce)) {
      const next = run(tiles[begun.length]!);
      // Its failure is told when its turn comes, if nothing has failed before.
      next.catch(() => {});
      begun.push(next);
    }
    take(await begun[at]!, tile);
  }
}

/** A tile of a picture that is `halvings` smaller than the one that the tiles are laid over. */
export function windowOf(planes: Planes, tile: Tile, halvings = 0): Window {
  const down = (px: number): number => px >> halvings;
  return {
    planes,
    left: down(tile.left),
    top: down(tile.top),
    width: down(tile.width),
    height: down(tile.height),
  };
}

/** The same with nothing outside of the tile's core. */
export function coreOf(planes: Planes, tile: Tile, halvings = 0): Window {
  const { planes: _, ...core } = windowOf(planes, { ...tile.core, core: tile.core }, halvings);
  return { ...windowOf(planes, tile, halvings), core };
}

/** Adds up in float64 what the tiles give, by name. */
export function createSums(): { add(values: Values): void; values(): Record<string, Float32Array> } {
  const sums = new Map<string, Float64Array>();
  return {
    add: (values) => {
      for (const [name, value] of Object.entries(values)) {
        const sum = sums.get(name) ?? new Float64Array(value.length);
        sums.set(name, sum);
        for (let at = 0; at < value.length; at++) sum[at] = sum[at]! + value[at]!;
      }
    },
    values: () => Object.fromEntries([...sums].map(([name, sum]) => [name, Float32Array.from(sum)])),
  };
}

/** The weights of places as pictures of one channel for each row, in memory that the crew reads. */
export function weightPlanes(
  weights: Values,
  encoder: Encoder,
  size: Size,
  rows: number,
  crew: Crew,
): Planes[] {
  return encoder.taps.map(({ halvings }, tap) => ({
    width: size.width >> halvings,
    height: size.height >> halvings,
    channels: rows,
    data: crew.share(weights[port.weights(tap)]!),
  }));
}

export const weightWindows = (planes: readonly Planes[], tile: Tile, encoder: Encoder): Feeds =>
  Object.fromEntries(
    planes.map((each, tap) => [port.weights(tap), coreOf(each, tile, encoder.taps[tap]!.halvings)]),
  );

export interface TiledPrograms {
  readonly moments: CrewExecutable;
  readonly tile: CrewExecutable;
  /** For all tiles together. */
  readonly style: Executable;
}

export interface TiledOptions {
  readonly encoder: Encoder;
  readonly crew: Crew;
  readonly programs: TiledPrograms;
  readonly tiles: readonly Tile[];
  readonly canvas: Size;
  /** How often the picture is halved until its tones are compared. */
  readonly regionCount: number;
  readonly halvings: number;
  /** How many steps a descent remembers. */
  readonly history: number;
  readonly signal: AbortSignal | undefined;
}

/** Binds the objective in tiles: the same loss and gradient as that of the whole picture, in the memory of a tile. */
export function bindTiled(feeds: Values, options: TiledOptions): BoundObjective {
  const { encoder, crew, programs, tiles, canvas, history, signal } = options;
  const windows = tileWindows(feeds, options);
  // What has the size of the picture is in the windows now, and is not to be kept twice.
  let small: Values = Object.fromEntries(Object.entries(feeds).filter(([name]) => !windows.names.has(name)));
  let scaled = false;

  const evaluated = async (
    position: Float32Array,
    into: Float32Array | undefined,
  ): Promise<Record<string, number>> => {
    const picture = { ...canvas, channels: 3, data: crew.share(position) };
    const run = (executable: CrewExecutable, more: (tile: Tile) => Feeds) => (tile: Tile) => {
      throwIfAborted(signal);
      return executable.run({ ...more(tile), [port.image]: windowOf(picture, tile) });
    };
    const moments = createSums();
    await eachTile(tiles, crew, run(programs.moments, windows.weights), moments.add);
    const style = await programs.style.run({ ...small, ...moments.values() });
    const slopes = encoder.taps.map((_, tap) => [port.slope(tap), style[port.slope(tap)]!.slice()] as const);
    const shared = { ...small, ...Object.fromEntries(slopes) };
    const parts = partsOf(style);
    into?.fill(0);
    const all = (tile: Tile): Feeds => ({ ...shared, ...windows.weights(tile), ...windows.places(tile) });
    await eachTile(tiles, crew, run(programs.tile, all), (results, tile) => {
      for (const [name, value] of Object.entries(partsOf(results))) parts[name] = (parts[name] ?? 0) + value;
      if (into !== undefined) addTile(into, canvas, results[port.gradient]!, tile);
    });
    return parts;
  };
  const sum = (parts: Record<string, number>): number =>
    Object.values(parts).reduce((total, part) => total + part, 0);

  return {
    evaluate: async (position, into) => {
      const loss = sum(await evaluated(position, into));
      if (scaled || !(loss > 0)) return { loss, gradient: into };
      scaled = true;
      small = dividedFactors(small, loss);
      for (let at = 0; at < into.length; at++) into[at] = into[at]! / loss;
      return { loss: 1, gradient: into };
    },
    parts: (position) => evaluated(position, undefined),
    memory: { history },
  };
}

interface TileWindows {
  /** What they take the place of. */
  readonly names: ReadonlySet<string>;
  weights(tile: Tile): Feeds;
  /** What binds the terms of single places. */
  places(tile: Tile): Feeds;
}

/** What is fed picture by picture, as windows on it. */
function tileWindows(
  feeds: Values,
  { encoder, crew, tiles, canvas, regionCount, halvings }: TiledOptions,
): TileWindows {
  const weights = weightPlanes(feeds, encoder, canvas, regionCount, crew);
  const tap = encoder.taps[encoder.contentTap]!;
  const planes = (name: string, times: number, channels = 1): Planes => ({
    width: canvas.width >> times,
    height: canvas.height >> times,
    channels,
    data: crew.share(feeds[name]!),
  });
  const content = planes(port.content, tap.halvings, tap.channels);
  const contentRoot = planes(port.contentRoot, tap.halvings);
  const [sign, limit, toneRoot] = [port.toneSign, port.toneLimit, port.toneRoot].map((name) =>
    planes(name, halvings),
  ) as [Planes, Planes, Planes];
  const { width, height } = tiles[0]!;
  const ones = { width, height, channels: 1, data: crew.share(new Float32Array(width * height).fill(1)) };
  return {
    names: new Set([
      ...encoder.taps.map((_, at) => port.weights(at)),
      port.content,
      port.contentRoot,
      port.toneSign,
      port.toneLimit,
      port.toneRoot,
    ]),
    weights: (tile) => weightWindows(weights, tile, encoder),
    places: (tile) => {
      const core = { ...tile.core, left: tile.core.left - tile.left, top: tile.core.top - tile.top };
      const steps = (size: Size): Window => ({ planes: ones, left: 0, top: 0, ...size, core });
      return {
        [port.content]: windowOf(content, tile, tap.halvings),
        [port.contentRoot]: coreOf(contentRoot, tile, tap.halvings),
        [port.toneSign]: windowOf(sign, tile, halvings),
        [port.toneLimit]: windowOf(limit, tile, halvings),
        [port.toneRoot]: coreOf(toneRoot, tile, halvings),
        // A step belongs to the first of its two pixels.
        [port.stepRoot('rows')]: steps({ width: width - 1, height }),
        [port.stepRoot('columns')]: steps({ width, height: height - 1 }),
      };
    },
  };
}

/** Adds a tile's gradient `[1, 3, height, width]` to the picture's. */
function addTile(into: Float32Array, canvas: Size, gradient: Float32Array, tile: Tile): void {
  for (let channel = 0; channel < 3; channel++) {
    for (let row = 0; row < tile.height; row++) {
      const from = (channel * tile.height + row) * tile.width;
      const to = (channel * canvas.height + tile.top + row) * canvas.width + tile.left;
      for (let at = 0; at < tile.width; at++) into[to + at] = into[to + at]! + gradient[from + at]!;
    }
  }
}
