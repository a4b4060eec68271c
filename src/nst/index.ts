import { type Backend, onnxruntimeCpu } from '../backend/index.js';
import { compactEncoderFile, loadEncoder } from './encoder.js';
import { createStyliser, type Styliser } from './stylise.js';

export type { Region } from './objective.js';
export { planScales, type Scale } from './scales.js';
export type { Frame, ScaleInput, Stylised, Styliser, Weights } from './stylise.js';

/** What does the work, for the manifest and for a job's identity. */
export interface EngineFacts {
  /** The library and the device that it uses: `onnxruntime` on `cpu`. */
  readonly name: string;
  readonly provider: string;
  readonly encoder: { readonly name: string; readonly sha256: string };
}

/**
 * Raised whenever the same inputs make another picture than before, so that tiles of an older program are not taken
 * for up to date.
 */
export const engineVersion = 1;

/** A second thread within one run buys less than a second letter beside it, and would tie the bytes to the machine's cores. */
const threadsPerLetter = 1;

const chooseBackend = (): Backend => onnxruntimeCpu({ threads: threadsPerLetter });

/** Reads the encoder and makes the arithmetic ready. Close it when done. */
export async function openStyliser(): Promise<Styliser> {
  return createStyliser(chooseBackend(), await loadEncoder(compactEncoderFile));
}

/** Names of what `openStyliser` opens, without opening it. */
export async function describeEngine(): Promise<EngineFacts> {
  const { name, sha256 } = await loadEncoder(compactEncoderFile);
  const backend = chooseBackend();
  return { name: backend.name, provider: backend.provider, encoder: { name, sha256 } };
}
