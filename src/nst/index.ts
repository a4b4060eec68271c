import { type Batcher, cpuEngine, type Engine, openBackend } from '../backend/index.js';
import { square } from '../base/pixels.js';
import { loadEncoder, valuesPerPixel } from './encoder/encoder.js';
import { createOriginalStyliser, loadOriginalEncoder, type OriginalStyliser } from './objectives/original.js';
import { planScales } from './scales.js';
import { createStyliser, type Styliser } from './stylise.js';
import { tileLimits } from './workshop.js';

export { type Batcher, cpuEngine, createBatcher, type Engine, openBackend } from '../backend/index.js';
export { type IncludedEncoder, includedEncoderFile, includedEncoders } from './encoder/encoder.js';
export { type EvaluationTimes, measureEvaluation } from './measure.js';
export type { OriginalStyle, OriginalStyliser } from './objectives/original.js';
export type { Region } from './objectives/region-program.js';
export type { ScaleInput, StyleSource, Weights } from './objectives/scale-input.js';
export type { ToneLimit } from './objectives/tones.js';
export { planScales, type Scale, type ScaleOptions } from './scales.js';
export { createStyleMeter, openStyleMeter, type StyleMeter } from './style-distance.js';
export type { Frame, ScaleState, Stylised, Styliser } from './stylise.js';

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

/** What the arithmetic is done with. */
export interface OpenOptions {
  /** The CPU when absent. */
  readonly engine?: Engine | undefined;
  /** The pictures beside this one. */
  readonly batcher?: Batcher | undefined;
}

/** Reads an encoder's weights and makes the arithmetic ready. Close it when done. Throws `encoder`, and `engine` for one that is not here. */
export async function openStyliser(
  weights: string,
  { engine = cpuEngine, batcher }: OpenOptions = {},
): Promise<Styliser> {
  const encoder = await loadEncoder(weights);
  return createStyliser(await openBackend(engine), encoder, { batcher });
}

/** The same for the method that this one descends from. */
export async function openOriginalStyliser(
  weights: string,
  { engine = cpuEngine, batcher }: OpenOptions = {},
): Promise<OriginalStyliser> {
  return createOriginalStyliser(await openBackend(engine), await loadOriginalEncoder(weights), batcher);
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
