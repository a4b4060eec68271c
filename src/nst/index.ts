import { type Backend, onnxruntimeCpu, threadCrew } from '../backend/index.js';
import { loadEncoder, valuesPerPixel } from './encoder.js';
import { createOriginalStyliser, loadOriginalEncoder, type OriginalStyliser } from './original.js';
import { createStyliser, type Styliser } from './stylise.js';

export { type IncludedEncoder, includedEncoderFile, includedEncoders } from './encoder.js';
export type { Region } from './objective.js';
export type { OriginalStyle, OriginalStyliser } from './original.js';
export type { ScaleInput, StyleSource, Weights } from './scale-input.js';
export { planScales, type Scale, type ScaleOptions } from './scales.js';
export { createStyleMeter, openStyleMeter, type StyleMeter } from './style-distance.js';
export type { Frame, ScaleState, Stylised, Styliser } from './stylise.js';
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
const engineVersion = 5;

/** What of the engine decides pictures, as recipes hold it. */
export function engineIdentity({ name, provider, encoder }: EngineFacts): {
  name: string;
  provider: string;
  version: number;
  encoder: string;
} {
  return { name, provider, version: engineVersion, encoder: encoder.sha256 };
}

/** A second thread within one run buys less than a second letter beside it, and would tie the bytes to the machine's cores. */
const threadsPerLetter = 1;

const chooseBackend = (): Backend => onnxruntimeCpu({ threads: threadsPerLetter });

/**
 * Reads an encoder's weights and makes the arithmetic ready. Close it when done. `threads` work on the tiles of a large
 * picture; their number decides no byte of it.
 */
export async function openStyliser(
  weights: string,
  { threads = 1 }: { readonly threads?: number } = {},
): Promise<Styliser> {
  const encoder = await loadEncoder(weights);
  return createStyliser(chooseBackend(), encoder, threads > 1 ? { crew: threadCrew(threads) } : {});
}

/** The same for the method that this one descends from. */
export async function openOriginalStyliser(weights: string): Promise<OriginalStyliser> {
  return createOriginalStyliser(chooseBackend(), await loadOriginalEncoder(weights));
}

/** Names of what works with these weights, without making it ready. Throws `encoder` when they cannot be used. */
export async function describeEngine(weights: string): Promise<EngineFacts> {
  const encoder = await loadEncoder(weights);
  const { name, sha256 } = encoder;
  const backend = chooseBackend();
  return {
    name: backend.name,
    provider: backend.provider,
    encoder: { name, sha256 },
    valuesPerPixel: valuesPerPixel(encoder),
  };
}
