import { join } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import { fileSize } from '../../files/index.js';
import { missingFiles, weightsFolder } from './cache.js';
import { bytesOf, vgg19, type WeightsSet } from './catalogue.js';

export { weightsFolder } from './cache.js';
export type { WeightsSet } from './catalogue.js';
export { type PullOptions, type PullProgress, pullWeights } from './pull.js';

/** Encoders whose weights do not come with the product. */
export const weightsNames = ['vgg19', 'vgg16'] as const;
type WeightsName = (typeof weightsNames)[number];

/** Those of them that can be fetched. */
export const fetchable: Readonly<Partial<Record<WeightsName, WeightsSet>>> = { vgg19 };

/** What is there of an encoder's weights. */
export interface WeightsState {
  readonly name: WeightsName;
  /** What to give to the encoder, undefined when it is not there or not whole. */
  readonly path: string | undefined;
  /** Where files may be put by hand: a safetensors file, or the folder of a TensorFlow.js layers model. */
  readonly places: readonly string[];
  /** Undefined when the program knows no place to fetch it from. */
  readonly fetch: { readonly bytes: number; readonly files: number; readonly missing: number } | undefined;
}

/** What is there of each encoder's weights in the folder of all weights (default: in the user's cache). */
export async function listWeights(folder: string = weightsFolder()): Promise<WeightsState[]> {
  return Promise.all(weightsNames.map((name) => stateOf(name, folder)));
}

async function stateOf(name: WeightsName, all: string): Promise<WeightsState> {
  const set = fetchable[name];
  const places = [join(all, `${name}.safetensors`), join(all, name)] as const;
  const missing = set === undefined ? 0 : (await missingFiles(set, places[1])).length;
  const whole = missing === 0 && (await fileSize(join(places[1], 'model.json'))) !== undefined;
  const single = (await fileSize(places[0])) !== undefined;
  const fetch = set && { bytes: bytesOf(set), files: set.files.length, missing };
  return { name, path: single ? places[0] : whole ? places[1] : undefined, places, fetch };
}

/**
 * The weights of an encoder that was fetched or put there by hand: a file, or a folder. Throws AbecedaryError `encoder`
 * that says how to get them when they are not there. Fetches nothing.
 */
export async function findWeights(name: WeightsName, folder: string = weightsFolder()): Promise<string> {
  const { path, places, fetch } = await stateOf(name, folder);
  if (path !== undefined) return path;
  const found =
    fetch === undefined || fetch.missing === fetch.files
      ? 'they are not there'
      : `${fetch.missing} of ${fetch.files} files are missing in ${places[1]}`;
  const advice =
    fetch === undefined
      ? `save torchvision’s ${name} as ${places[0]} (docs/vgg.md says how)`
      : `fetch them with «abecedary weights pull ${name}»`;
  throw new AbecedaryError(
    'encoder',
    `Expected the weights of ${name} in ${folder}, but ${found}; ${advice}, or choose another encoder.`,
  );
}
