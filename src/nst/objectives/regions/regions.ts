import type { Backend, Values } from '../../../backend/index.js';
import type { Planes, Size } from '../../../base/pixels.js';
import type { Random } from '../../../base/random.js';
import { type Encoder, valuesPerPixel } from '../../encoder/encoder.js';
import type { BoundObjective, ScaledObjective } from '../../evaluator.js';
import type { Scale } from '../../scales.js';
import { fitsWhole, type TileLimits, tileLimits } from '../../tiled/limits.js';
import { measureTiled } from '../../tiled/measure-tiled.js';
import { createTiled, tileLayout } from '../../tiled/tiled.js';
import { createWhole, measureWhole, smallPrograms } from '../../whole.js';
import type { ScaleInput, Weights } from './scale-input.js';
import { targetsOf } from './targets.js';

/** Each region of a picture gets the statistics of its artworks, and keeps its content and its tones. */
export interface RegionsObjective {
  readonly kind: 'regions';
  /** Asked for what a scale starts from when its turn comes. */
  inputAt(scale: Scale): Promise<ScaleInput>;
  readonly weights: Weights;
  /** Of the noise that the start gets. */
  readonly random: Random;
  /** RGB of the coarsest canvas, to start from instead of its guide. */
  readonly start?: Planes | undefined;
}

interface RegionsOptions {
  readonly backend: Backend;
  /** What evaluates pictures that are made whole: the backend, or one in batches. */
  readonly together?: Backend | undefined;
  readonly limits?: TileLimits | undefined;
}

/** Keeps the programs of the objective of regions, by the size of the picture. */
interface Regions {
  /** The objective at a scale; that of another scale may not be used any more, where one of them is in tiles. */
  bind(input: ScaleInput, weights: Weights): Promise<BoundObjective>;
  release(): Promise<void>;
}

export function createRegions(
  encoder: Encoder,
  { backend, together = backend, limits = tileLimits }: RegionsOptions,
): Regions {
  const [whole, tiled] = [createWhole(together, encoder), createTiled(backend, encoder, limits)];
  const small = smallPrograms(backend);
  const isWhole = (size: Size): boolean => fitsWhole(size, valuesPerPixel(encoder), limits);
  const measured = async (input: ScaleInput, weights: Weights): Promise<Values> => {
    const measureAtOnce = measureWhole(backend, encoder, small);
    const inTiles = measureTiled(backend, encoder, tileLayout(encoder, limits));
    const by = (picture: Size) => (isWhole(picture) ? measureAtOnce : inTiles);
    try {
      return await targetsOf(input, weights, {
        encoder,
        contentOf: (picture) => by(picture).contentOf(picture),
        statisticsOf: (picture, places) => by(picture).statisticsOf(picture, places),
      });
    } finally {
      await measureAtOnce.release();
    }
  };
  return {
    bind: async (input, weights) => {
      const [chosen, other] = isWhole(input.canvas) ? [whole, tiled] : [tiled, whole];
      await other.release();
      return chosen.bind(input, () => measured(input, weights));
    },
    release: async () => {
      await whole.release();
      await tiled.release();
      await small.release();
    },
  };
}

/** The objective of one picture. */
export function regionsOf(
  { inputAt, weights, random, start }: RegionsObjective,
  regions: Regions,
): ScaledObjective {
  return {
    evaluationsPerIteration: weights.evaluationsPerIteration,
    enough: weights.enough,
    at: async (scale, { first, last }) => {
      const input = await inputAt(scale);
      const own = start ?? input.start ?? input.guide;
      const noisy = first ? withNoise(own, weights.startNoise, random) : input.start;
      const totalVariation = last ? weights.totalVariation : 0;
      return { ...(await regions.bind(input, { ...weights, totalVariation })), start: noisy };
    },
  };
}

function withNoise(guide: Planes, amplitude: number, random: Random): Planes {
  if (amplitude === 0) return { ...guide, data: guide.data.slice() };
  return { ...guide, data: guide.data.map((value) => value + amplitude * random.between(-1, 1)) };
}
