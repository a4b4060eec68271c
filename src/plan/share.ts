import { square } from '../base/pixels.js';
import type { AlphabetConfig } from '../config/index.js';
import { type EngineFacts, isPaintedWhole } from '../nst/index.js';
import { gpuMemory } from './engines/index.js';
import { countWorkers, gpuMemoryOfLetter, gpuMemoryOfProcess } from './workers.js';

/** How many processes paint, and how many pictures each of them at once. */
export interface Share {
  readonly workers: number;
  readonly batch: number;
}

/** The rest is for the screen, other programs, and the programs of the smaller scales. */
const usableShare = 0.5;
/** Assumed where the system does not tell: what the smallest of today's have, or lend from the machine's. */
const modestBytes = 4e9;
/** More than this fill no GPU better, and only wait for each other. */
const largestBatch = 16;

/**
 * The most processes that this machine bears with an engine, and the largest batch of letters for each: as configured; by `auto` a process
 * for each core as far as memory and GPU's memory go, and what its part of the GPU's memory bears. On the CPU, which gains nothing by
 * more, one; letters in tiles are made alone.
 */
export async function largestShare(
  config: Pick<AlphabetConfig, 'workers' | 'batch'> & { readonly transfer: { readonly sizePx: number } },
  engine: EngineFacts,
  memoryOf: typeof gpuMemory = gpuMemory,
): Promise<Share> {
  const { sizePx } = config.transfer;
  const memory = await memoryOf(engine);
  const gpuBytes =
    memory === undefined ? undefined : usableShare * (memory === 'untold' ? modestBytes : memory);
  const alone = !isPaintedWhole(engine, square(sizePx));
  const letters = alone || config.batch === 'auto' ? 1 : config.batch;
  const workers = countWorkers(config.workers, engine, { sizePx, gpuBytes, letters });
  if (alone || config.batch !== 'auto' || gpuBytes === undefined) return { workers, batch: letters };
  const each = (gpuBytes / workers - gpuMemoryOfProcess) / gpuMemoryOfLetter(engine, sizePx);
  return { workers, batch: Math.max(1, Math.min(largestBatch, Math.floor(each))) };
}

/**
 * The share for so many pictures: by `auto` in about equal batches, none above the most; a number is taken as it is, so
 * that the same number is the same graph whatever is to be made.
 */
export function settleShare(wanted: 'auto' | number, most: Share, pictures: number): Share {
  const evenly = (): number => {
    const rounds = Math.ceil(pictures / (most.batch * most.workers));
    return Math.ceil(pictures / (rounds * most.workers));
  };
  const batch = wanted !== 'auto' || pictures === 0 ? most.batch : evenly();
  return { workers: Math.max(1, Math.min(Math.ceil(pictures / batch), most.workers)), batch };
}
