import type { Backend, Executable, Values } from '../../backend/index.js';
import type { Size } from '../../base/pixels.js';
import { type Encoder, receptivePx, stridePx, valuesPerPixel } from '../encoder/encoder.js';
import { type BoundObjective, divided, dividedFactors, type Evaluator, partsOf } from '../evaluator.js';
import { port } from '../objectives/ports.js';
import { toneHalvings } from '../objectives/regions/places.js';
import { layTiles, type Tile } from './lay-tiles.js';
import type { TileLimits } from './limits.js';
import { momentsProgram, styleProgram, tileProgram } from './programs.js';
import { createSums } from './sums.js';
import { isFedInWindows, placeWindows, weightWindows } from './tile-windows.js';
import { compileOnWindows, type WindowFeeds, type WindowProgram, windowOf } from './windows.js';

/** Lays tiles over pictures, as large as the limits let them be; on a grid of `gridPx`, by default the encoder's stride. */
export function tileLayout(
  encoder: Encoder,
  { tileValues }: TileLimits,
): (size: Size, gridPx?: number) => Tile[] {
  const [haloPx, sidePx] = [receptivePx(encoder), Math.sqrt(tileValues / valuesPerPixel(encoder))];
  return (size, gridPx = stridePx(encoder)) => layTiles(size, { gridPx, haloPx, sidePx });
}

/** Evaluates pictures in tiles: the same loss and gradient as of the whole picture, in the memory of a tile. */
export function createTiled(backend: Backend, encoder: Encoder, limits: TileLimits): Evaluator {
  const tilesOf = tileLayout(encoder, limits);
  let compiled: { readonly key: string; readonly programs: TiledPrograms } | undefined;
  const release = async (): Promise<void> => {
    for (const program of Object.values(compiled?.programs ?? {})) await program.release();
    compiled = undefined;
  };
  return {
    bind: async (scale, targets) => {
      const { canvas } = scale;
      const halvings = toneHalvings(scale);
      const names = Object.keys(scale.regions);
      const key = `${canvas.width} ${canvas.height} ${halvings} ${names.join()}`;
      // A large picture needs the memory.
      if (compiled?.key !== key) await release();
      const feeds = await targets();
      const tiles = tilesOf(canvas, Math.max(stridePx(encoder), 2 ** halvings));
      const layout: TiledLayout = { encoder, canvas, tiles, names, halvings };
      compiled ??= { key, programs: await compileTiled(backend, layout) };
      return { ...bindTiled(feeds, compiled.programs, layout), smoothed: canvas };
    },
    release,
  };
}

interface TiledPrograms {
  readonly moments: WindowProgram;
  readonly tile: WindowProgram;
  /** For all tiles together. */
  readonly style: Executable;
}

interface TiledLayout {
  readonly encoder: Encoder;
  readonly canvas: Size;
  readonly tiles: readonly Tile[];
  /** Of the regions. */
  readonly names: readonly string[];
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
}

async function compileTiled(
  backend: Backend,
  { encoder, canvas, tiles, names, halvings }: TiledLayout,
): Promise<TiledPrograms> {
  const [size, regionCount, samples] = [tiles[0]!, names.length, 3 * canvas.width * canvas.height];
  const tile = tileProgram(encoder, { size, regionCount, halvings, samples });
  return {
    moments: await compileOnWindows(momentsProgram(encoder, size, regionCount), backend),
    tile: await compileOnWindows(tile, backend),
    style: await backend.compile(styleProgram(encoder, names)),
  };
}

function bindTiled(
  feeds: Values,
  programs: TiledPrograms,
  layout: TiledLayout,
): Omit<BoundObjective, 'smoothed'> {
  const { encoder, canvas, tiles, names, halvings } = layout;
  const weights = weightWindows(feeds, encoder, { ...canvas, regionCount: names.length });
  const places = placeWindows(feeds, encoder, { canvas, tile: tiles[0]!, halvings });
  let shared: Values = Object.fromEntries(
    Object.entries(feeds).filter(([name]) => !isFedInWindows(name, encoder)),
  );
  let scaled = false;

  /** The parts of the loss; the gradient is written to `into`. */
  const evaluated = async (position: Float32Array, into: Float32Array): Promise<Record<string, number>> => {
    const picture = { ...canvas, channels: 3, data: position };
    const moments = createSums();
    for (const tile of tiles)
      moments.add(await programs.moments.run({ ...weights(tile), [port.image]: windowOf(picture, tile) }));
    const style = await programs.style.run({ ...shared, ...moments.values() });
    const slopes = encoder.taps.map((_, tap) => [port.slope(tap), style[port.slope(tap)]!] as const);
    const parts = partsOf(style);
    into.fill(0);
    for (const tile of tiles) {
      const windows: WindowFeeds = {
        ...weights(tile),
        ...places(tile),
        [port.image]: windowOf(picture, tile),
      };
      const results = await programs.tile.run({ ...shared, ...Object.fromEntries(slopes), ...windows });
      for (const [name, value] of Object.entries(partsOf(results))) parts[name] = (parts[name] ?? 0) + value;
      addTile(into, results[port.gradient]!, { canvas, tile });
    }
    return parts;
  };

  return {
    evaluate: async (position, into) => {
      const parts = await evaluated(position, into);
      const loss = Object.values(parts).reduce((total, part) => total + part, 0);
      if (scaled || !(loss > 0)) return { loss, gradient: into, parts };
      scaled = true;
      shared = dividedFactors(shared, loss);
      for (let at = 0; at < into.length; at++) into[at] = into[at]! / loss;
      return { loss: 1, gradient: into, parts: divided(parts, loss) };
    },
  };
}

/** Adds a tile's gradient `[1, 3, height, width]` to the picture's. */
function addTile(
  into: Float32Array,
  gradient: Float32Array,
  { canvas, tile }: { readonly canvas: Size; readonly tile: Tile },
): void {
  for (let channel = 0; channel < 3; channel++) {
    for (let row = 0; row < tile.height; row++) {
      const from = (channel * tile.height + row) * tile.width;
      const to = (channel * canvas.height + tile.top + row) * canvas.width + tile.left;
      for (let at = 0; at < tile.width; at++) into[to + at] = into[to + at]! + gradient[from + at]!;
    }
  }
}
