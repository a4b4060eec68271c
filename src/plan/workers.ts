import { availableParallelism, freemem } from 'node:os';
import { square } from '../base/pixels.js';
import { isPaintedWhole } from '../nst/index.js';

/** What a process takes for itself. */
const memoryOfProcess = 0.3e9;
/**
 * What a letter takes for each of its pixels, with an encoder that makes up to `frugalValuesPerPixel` values of one, as `compact` does: measured
 * 0.34 GB at 400 px and 0.96 GB at 1024 px, where onnxruntime has features in blocks; elsewhere 1.64 GB at 1024 px.
 */
const frugalMemoryPerPixel = process.arch === 'x64' ? 900 : 1900;
const frugalValuesPerPixel = 84;
/** A large letter is painted in tiles, and takes no more than these: for the tiles, and for the optimiser for each pixel. */
const memoryInTiles = 0.5e9;
const memoryPerPixelInTiles = 400;

/** What a process takes of a GPU beside its letters: the driver's own, and compiled programs. Not measured. */
export const gpuMemoryOfProcess = 0.5e9;
/** What a letter takes of a GPU for each of its pixels, where memory may not be used again as soon as it is free. Not measured. */
const frugalGpuMemoryPerPixel = 3800;
const gpuMemoryInTiles = 1e9;

/** What a machine has for its processes. */
interface Capacity {
  readonly cores: number;
  readonly freeBytes: number;
  /** What they may take of its GPU; undefined where none is known. */
  readonly gpuBytes?: number | undefined;
  /** Letters that each makes at once; 1 when absent. */
  readonly letters?: number;
}

/**
 * How many processes work on letters side by side: as many as there are cores, as far as the memory goes. On a GPU too, as far as its
 * own memory goes: most of a letter that is found is searching, which a core does. One with TensorFlow, which takes all of a GPU's memory at once.
 */
export function chooseWorkers(
  engine: { readonly provider: string; readonly valuesPerPixel: number },
  sizePx: number,
  { cores, freeBytes: free, gpuBytes, letters = 1 }: Capacity = {
    cores: availableParallelism(),
    freeBytes: freeBytes(),
  },
): number {
  const { provider } = engine;
  const most = Math.max(1, Math.min(cores, Math.floor(free / memoryOfWorker(engine, sizePx))));
  if (provider === 'cpu') return most;
  if (gpuBytes === undefined || provider === 'tensorflow') return 1;
  const each = gpuMemoryOfProcess + letters * gpuMemoryOfLetter(engine, sizePx);
  return Math.max(1, Math.min(most, Math.floor(gpuBytes / each)));
}

/** The same where the user may have said how many. */
export function countWorkers(
  wanted: 'auto' | number,
  engine: Parameters<typeof chooseWorkers>[0],
  { sizePx, ...gpu }: { readonly sizePx: number } & Pick<Capacity, 'gpuBytes' | 'letters'>,
): number {
  if (wanted !== 'auto') return wanted;
  return chooseWorkers(engine, sizePx, { cores: availableParallelism(), freeBytes: freeBytes(), ...gpu });
}

/** Bytes that a letter takes of a GPU. */
export function gpuMemoryOfLetter(engine: { readonly valuesPerPixel: number }, sizePx: number): number {
  if (!isPaintedWhole(engine, square(sizePx))) return gpuMemoryInTiles;
  return frugalGpuMemoryPerPixel * timesFrugal(engine) * sizePx ** 2;
}

/** Bytes that one process may take for a letter. */
export function memoryOfWorker(
  { valuesPerPixel }: { readonly valuesPerPixel: number },
  sizePx: number,
): number {
  const pixels = sizePx ** 2;
  if (!isPaintedWhole({ valuesPerPixel }, square(sizePx)))
    return memoryInTiles + memoryPerPixelInTiles * pixels;
  return memoryOfProcess + frugalMemoryPerPixel * timesFrugal({ valuesPerPixel }) * pixels;
}

/** How many times the memory of a frugal encoder one takes. */
function timesFrugal({ valuesPerPixel }: { readonly valuesPerPixel: number }): number {
  return Math.max(1, valuesPerPixel / frugalValuesPerPixel);
}

/** In a container, what its limit leaves. */
export function freeBytes(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  const free = freemem();
  return limit > 0 && limit < 2 ** 53 ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}
