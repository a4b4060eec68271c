import { type Backend, onnxruntimeCpu } from '../backend/index.js';
import { loadEncoder } from './encoder.js';
import { createOriginalStyliser, loadOriginalEncoder, type OriginalStyliser } from './original.js';
import { createStyliser, type Styliser } from './stylise.js';

export { type IncludedEncoder, includedEncoderFile, includedEncoders } from './encoder.js';
export type { Region } from './objective.js';
export type { OriginalStyle, OriginalStyliser } from './original.js';
export { planScales, type Scale, type ScaleOptions } from './scales.js';
export { createStyleMeter, openStyleMeter, type StyleMeter } from './style-distance.js';
export type { Frame, ScaleInput, StyleSource, Stylised, Styliser, Weights } from './stylise.js';
export type { ToneLimit } from './tones.js';

/** What does the work, for the manifest and for a job's identity. */
export interface EngineFacts {
  /** The library and the device that it uses: `onnxruntime` on `cpu`. */
  readonly name: string;
  readonly provider: string;
  readonly encoder: { readonly name: string; readonly sha256: string };
  /** Values that the encoder makes of one pixel, in all of its layers: what memory and time grow with. */
  readonly valuesPerPixel: number;
}

/**
 * Raised whenever the same inputs make another picture than before, so that tiles of an older program are not taken
 * for up to date.
 */
export const engineVersion = 3;

/** A second thread within one run buys less than a second letter beside it, and would tie the bytes to the machine's cores. */
const threadsPerLetter = 1;

const chooseBackend = (): Backend => onnxruntimeCpu({ threads: threadsPerLetter });

/** Reads an encoder's weights and makes the arithmetic ready. Close it when done. */
export async function openStyliser(weights: string): Promise<Styliser> {
  return createStyliser(chooseBackend(), await loadEncoder(weights));
}

/** The same for the method that this one descends from. */
export async function openOriginalStyliser(weights: string): Promise<OriginalStyliser> {
  return createOriginalStyliser(chooseBackend(), await loadOriginalEncoder(weights));
}

/** Names of what works with these weights, without making it ready. Throws `encoder` when they cannot be used. */
export async function describeEngine(weights: string): Promise<EngineFacts> {
  const { name, sha256, stages } = await loadEncoder(weights);
  const backend = chooseBackend();
  const valuesPerPixel = stages
    .flatMap((stage, at) => stage.map(({ bias }) => bias.shape[0]! / 4 ** at))
    .reduce((sum, each) => sum + each, 0);
  return { name: backend.name, provider: backend.provider, encoder: { name, sha256 }, valuesPerPixel };
}
