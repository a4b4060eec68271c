import { cpuEngine, type Engine } from '../backend/index.js';
import { loadEncoder, valuesPerPixel } from './encoder/encoder.js';

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
const engineVersion = 15;

/** What of the engine decides pictures, as recipes hold it. */
export function engineIdentity({ name, provider, encoder }: EngineFacts): {
  name: string;
  provider: string;
  version: number;
  encoder: string;
} {
  return { name, provider, version: engineVersion, encoder: encoder.sha256 };
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
