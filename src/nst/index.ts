import { cpuEngine, type Engine, type Gathering, openBackend, threadCrew } from '../backend/index.js';
import { square } from '../base/pixels.js';
import { loadEncoder, valuesPerPixel } from './encoder.js';
import { createOriginalStyliser, loadOriginalEncoder, type OriginalStyliser } from './original.js';
import { planScales } from './scales.js';
import { createStyliser, type Styliser } from './stylise.js';
import { tileLimits } from './workshop.js';

export { cpuEngine, createGathering, type Engine, type Gathering, openBackend } from '../backend/index.js';
export { type IncludedEncoder, includedEncoderFile, includedEncoders } from './encoder.js';
export { createFeatureSpace, type FeatureSpace, openFeatureSpace } from './feature-space.js';
export { type EvaluationTimes, measureEvaluation } from './measure.js';
export type { Region } from './objective.js';
export type { OriginalStyle, OriginalStyliser } from './original.js';
export type { ScaleInput, StyleSource, Weights } from './scale-input.js';
export { planScales, type Scale, type ScaleOptions } from './scales.js';
export { createStyleMeter, openStyleMeter, type StyleMeter } from './style-distance.js';
export type { Frame, ScaleState, Stylised, Styliser } from './stylise.js';
export type { ToneLimit } from './tones.js';

/** What does the work, for the manifest and for a job's identity. */
export interface EngineFacts extends Engine {
  readonly encoder: { readonly name: string; readonly sha256: string };
  /** Values that the encoder makes of one pixel, in all of its layers: what memory and time grow with. */
  readonly valuesPerPixel: number;
}

/**
 * Raised whenever the same inputs make another picture than before, so that tiles of an older program are not taken
 * for up to date.
 */
const engineVersion = 8;

/** What of the engine decides pictures, as recipes hold it. */
export function engineIdentity({ name, provider, encoder }: EngineFacts): {
  name: string;
  provider: string;
  version: number;
  encoder: string;
} {
  return { name, provider, version: engineVersion, encoder: encoder.sha256 };
}

/** What the arithmetic is done with, and by how many. */
export interface OpenOptions {
  /** The CPU when absent. */
  readonly engine?: Engine | undefined;
  /** How many threads work on the tiles of a large picture; their number decides no byte of it. A GPU has one. */
  readonly threads?: number;
  /** The pictures beside this one. */
  readonly gathering?: Gathering | undefined;
}

/** Reads an encoder's weights and makes the arithmetic ready. Close it when done. Throws `encoder`, and `engine` for one that is not here. */
export async function openStyliser(
  weights: string,
  { engine = cpuEngine, threads = 1, gathering }: OpenOptions = {},
): Promise<Styliser> {
  const encoder = await loadEncoder(weights);
  const manyThreads = threads > 1 && engine.provider === cpuEngine.provider && engine.name === cpuEngine.name;
  const crew = manyThreads ? threadCrew(threads) : undefined;
  return createStyliser(await openBackend(engine), encoder, { crew, gathering });
}

/** The same for the method that this one descends from. */
export async function openOriginalStyliser(
  weights: string,
  { engine = cpuEngine, gathering }: Pick<OpenOptions, 'engine' | 'gathering'> = {},
): Promise<OriginalStyliser> {
  return createOriginalStyliser(await openBackend(engine), await loadOriginalEncoder(weights), gathering);
}

/** Whether a letter of this side is painted whole at its full size; one in tiles is made alone. */
export function isPaintedWhole(
  { valuesPerPixel }: Pick<EngineFacts, 'valuesPerPixel'>,
  sizePx: number,
): boolean {
  const { width, height } = planScales(square(sizePx), 1).at(-1)!.canvas;
  return width * height * valuesPerPixel <= tileLimits.wholeValues;
}

/** Names of what works with these weights, without making it ready. Throws `encoder` when they cannot be used. */
export async function describeEngine(weights: string, engine: Engine = cpuEngine): Promise<EngineFacts> {
  const encoder = await loadEncoder(weights);
  const { name, sha256 } = encoder;
  return {
    name: engine.name,
    provider: engine.provider,
    encoder: { name, sha256 },
    valuesPerPixel: valuesPerPixel(encoder),
  };
}
