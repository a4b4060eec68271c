import { type EngineFacts, isPaintedWhole } from '../nst/index.js';
import { gpuMemory } from './engines/index.js';
import { memoryPerPixel } from './workers.js';

/**
 * A letter takes so many times of a GPU what was measured on the CPU, where memory is used again as soon as it is free, as a GPU's
 * need not be. Not measured on a GPU.
 */
const ofCpuMemory = 2;
/** The rest is for the screen, other programs, and the programs of the smaller scales. */
const usableShare = 0.5;
/** Assumed where the system does not tell: what the smallest of today's have, or lend from the machine's. */
const modestBytes = 4e9;
/** More than this fill no GPU better, and only wait for each other. */
const largestBatch = 16;

/**
 * The largest batch of letters for an engine: as configured; by `auto` what the memory of its GPU bears, and on the CPU one, which gains
 * nothing by more. Letters in tiles are made alone.
 */
export async function limitBatch(
  wanted: 'auto' | number,
  engine: EngineFacts,
  { sizePx, memoryOf = gpuMemory }: { readonly sizePx: number; readonly memoryOf?: typeof gpuMemory },
): Promise<number> {
  if (!isPaintedWhole(engine, sizePx)) return 1;
  if (wanted !== 'auto') return wanted;
  const memory = await memoryOf(engine);
  if (memory === undefined) return 1;
  const each = ofCpuMemory * memoryPerPixel(engine) * sizePx ** 2;
  const bytes = memory === 'untold' ? modestBytes : memory;
  return Math.max(1, Math.min(largestBatch, Math.floor((usableShare * bytes) / each)));
}

/**
 * The batch for so many letters: by `auto` of about equal batches, none above the limit; a number is taken as it is, so
 * that the same number is the same graph whatever is to be made.
 */
export function settleBatch(wanted: 'auto' | number, limit: number, letters: number): number {
  if (wanted !== 'auto' || letters === 0) return limit;
  return Math.ceil(letters / Math.ceil(letters / limit));
}
