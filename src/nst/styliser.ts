import {
  type Backend,
  type Batcher,
  cpuEngine,
  createBatcher,
  type Engine,
  inBatches,
  openBackend,
} from '../backend/index.js';
import { type Encoder, encoderOf } from './encoder/encoder.js';
import { loadNetwork } from './encoder/reading/index.js';
import { createOriginal, type OriginalObjective, originalOf } from './objectives/original/original.js';
import {
  type OriginalEncoder,
  originalEncoderOf,
  withEveryTap,
} from './objectives/original/original-encoder.js';
import { createRegions, type RegionsObjective, regionsOf } from './objectives/regions/regions.js';
import type { Scale } from './scales.js';
import { type Stylised, type StyliseOptions, stylise } from './stylise.js';
import { type TileLimits, tileLimits } from './tiled/limits.js';

/** What a picture is to become, and by which method. */
export type Objective = RegionsObjective | OriginalObjective;

/** Holds the compiled programs, so that pictures of one size share them. */
export interface Styliser {
  /**
   * Optimises one picture from the coarsest scale to the finest. `onFrame` sees the picture after every iteration, while the next one is
   * begun; it is waited for before it is called again. Throws AbecedaryError `engine` when the arithmetic fails.
   */
  stylise(scales: readonly Scale[], objective: Objective, options?: StyliseOptions): Promise<Stylised>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** What does the arithmetic; the CPU when absent. */
  readonly engine?: Engine | undefined;
  /** Batches the evaluations of pictures that are made side by side. None beside one when absent. */
  readonly batcher?: Batcher | undefined;
}

/** Reads an encoder's weights and makes the arithmetic ready. Close it when done. Throws `encoder`, and `engine` for one that is not here. */
export async function openStyliser(
  weights: string,
  { engine = cpuEngine, batcher }: OpenOptions = {},
): Promise<Styliser> {
  const loaded = await loadNetwork(weights);
  const original = originalEncoderOf(loaded);
  return createStyliser(await openBackend(engine), encoderOf(loaded), { original, batcher });
}

export interface StyliserOptions {
  /** The encoder as the original objective looks at it; by default all taps count for its style. */
  readonly original?: OriginalEncoder | undefined;
  /** Of pictures that are made whole, since one in tiles needs the memory. */
  readonly batcher?: Batcher | undefined;
  readonly limits?: TileLimits | undefined;
}

export function createStyliser(
  backend: Backend,
  encoder: Encoder,
  {
    original: originalEncoder = withEveryTap(encoder),
    batcher = createBatcher(1),
    limits = tileLimits,
  }: StyliserOptions = {},
): Styliser {
  const together = inBatches(backend, batcher);
  const regions = createRegions(encoder, { backend, together, limits });
  const original = createOriginal(originalEncoder, { backend, together });
  return {
    stylise: (scales, objective, options = {}) =>
      stylise(
        scales,
        objective.kind === 'regions' ? regionsOf(objective, regions) : originalOf(objective, original),
        options,
      ),
    close: async () => {
      await regions.release();
      await original.release();
    },
  };
}
