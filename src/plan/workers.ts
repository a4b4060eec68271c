import { availableParallelism, freemem } from 'node:os';
import { isPaintedWhole } from '../nst/index.js';

/** What a process takes for itself. */
const memoryOfProcess = 0.3e9;
/** What a letter takes for each of its pixels, with an encoder that makes up to `frugalValuesPerPixel` values of one, as `compact` does. */
const frugalMemoryPerPixel = 1900;
const frugalValuesPerPixel = 84;
/** A large letter is painted in tiles, and takes no more than these: for the tiles, and for the optimiser for each pixel. */
const memoryInTiles = 0.5e9;
const memoryPerPixelInTiles = 400;

/**
 * How many processes work on letters side by side: one on a GPU, which no two should share and batches fill; on the CPU as many
 * as there are cores, as far as the memory goes.
 */
export function chooseWorkers(
  { provider, valuesPerPixel }: { readonly provider: string; readonly valuesPerPixel: number },
  sizePx: number,
  machine = { cores: availableParallelism(), freeBytes: freeBytes() },
): number {
  if (provider !== 'cpu') return 1;
  const each = memoryOfWorker({ valuesPerPixel }, sizePx);
  return Math.max(1, Math.min(machine.cores, Math.floor(machine.freeBytes / each)));
}

/** The same where the user may have said how many. */
export function countWorkers(
  wanted: 'auto' | number,
  engine: Parameters<typeof chooseWorkers>[0],
  sizePx: number,
): number {
  return wanted === 'auto' ? chooseWorkers(engine, sizePx) : wanted;
}

/** Bytes that one process may take for a letter. */
export function memoryOfWorker(
  { valuesPerPixel }: { readonly valuesPerPixel: number },
  sizePx: number,
): number {
  const pixels = sizePx ** 2;
  if (!isPaintedWhole({ valuesPerPixel }, sizePx)) return memoryInTiles + memoryPerPixelInTiles * pixels;
  return memoryOfProcess + memoryPerPixel({ valuesPerPixel }) * pixels;
}

/** Bytes for each pixel of a letter that is painted whole on the CPU (measured from 128 to 1024 px). */
export function memoryPerPixel({ valuesPerPixel }: { readonly valuesPerPixel: number }): number {
  return frugalMemoryPerPixel * Math.max(1, valuesPerPixel / frugalValuesPerPixel);
}

/** In a container, what its limit leaves. */
export function freeBytes(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  const free = freemem();
  return limit > 0 && limit < 2 ** 53 ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}
