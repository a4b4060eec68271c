import { availableParallelism, freemem } from 'node:os';

/** One process works on a letter with one thread; each may take this much memory at 400 px. */
const memoryPerLetter = 0.6e9;
/** Encoders that make more values of a pixel than this (compact: 42) take more memory in proportion. */
const frugalValuesPerPixel = 84;
/** A large letter is painted in tiles, and takes no more than these: for the tiles, and for the optimiser for each pixel. */
const memoryInTiles = 0.5e9;
const memoryPerPixelInTiles = 400;
/** What a process takes for itself, however small the letter is. */
const leastShare = 0.3;

/**
 * How many letters are worked on side by side: one on a GPU, which one letter fills and no two processes should share; on the
 * CPU as many as there are cores, as far as the memory goes.
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

/** What a thread takes that works on the tiles of a large picture. */
const memoryPerThread = 0.3e9;

/** How many threads work on one large picture: as many as there are cores, as far as half of the free memory goes. */
export function chooseThreads(machine = { cores: availableParallelism(), freeBytes: freeBytes() }): number {
  return Math.max(1, Math.min(machine.cores, Math.floor(machine.freeBytes / 2 / memoryPerThread)));
}

/** Bytes that one process may take for a letter. */
export function memoryOfWorker(
  { valuesPerPixel }: { readonly valuesPerPixel: number },
  sizePx: number,
): number {
  const whole =
    memoryPerLetter *
    Math.max(leastShare, (sizePx / 400) ** 2) *
    Math.max(1, valuesPerPixel / frugalValuesPerPixel);
  return Math.min(whole, memoryInTiles + memoryPerPixelInTiles * sizePx ** 2);
}

/** In a container, what its limit leaves. */
export function freeBytes(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  const free = freemem();
  return limit > 0 && limit < 2 ** 53 ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}
