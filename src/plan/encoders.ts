import { AbecedaryError } from '../base/errors.js';
import { fileSize } from '../files/index.js';
import { type IncludedEncoder, includedEncoderFile, includedEncoders } from '../nst/index.js';
import { findWeights, listWeights, type WeightsState, weightsNames } from './weights/index.js';

/** An encoder that goes by a name, and where its weights are. */
export interface EncoderState extends Omit<WeightsState, 'name'> {
  readonly name: string;
  /** It comes with the product. */
  readonly included: boolean;
}

/** The encoders that go by a name, with the state of their weights. */
export async function listEncoders(): Promise<EncoderState[]> {
  const included = await Promise.all(
    includedEncoders.map(async (name): Promise<EncoderState[]> => {
      const path = includedEncoderFile(name);
      if ((await fileSize(path)) === undefined) return [];
      return [{ name, path, included: true, places: [path], fetch: undefined }];
    }),
  );
  const others = (await listWeights()).map((state) => ({ ...state, included: false }));
  return [...included.flat(), ...others];
}

/**
 * The weights of an encoder: of one that goes by a name, else the path as it is given. Throws AbecedaryError `encoder` with
 * the way to get them when they are not there. Fetches nothing.
 */
export async function findEncoder(nameOrPath: string): Promise<string> {
  const other = weightsNames.find((name) => name === nameOrPath);
  if (other !== undefined) return findWeights(other);
  if (!includedEncoders.includes(nameOrPath as IncludedEncoder)) return nameOrPath;
  const file = includedEncoderFile(nameOrPath as IncludedEncoder);
  if ((await fileSize(file)) !== undefined) return file;
  throw new AbecedaryError(
    'encoder',
    `Expected the encoder ${nameOrPath} with this version, but it has none; choose compact or install a newer one.`,
  );
}
