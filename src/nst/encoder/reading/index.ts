import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AbecedaryError } from '../../../base/errors.js';
import { FileRefusal, readRegularFile } from '../../../base/regular-file.js';
import { parseSafetensors } from '../safetensors.js';
import { modelFile, mostWeightBytes, readLayersModel } from './layers-model.js';
import { failing, type Network } from './network.js';
import { ownFormat, readOwnFile } from './own-file.js';
import { isNumbered, isTorchvision, readNumbered, readTorchvision } from './vgg.js';

export interface LoadedNetwork {
  readonly network: Network;
  readonly sha256: string;
  /** What it was read from, for sentences. */
  readonly file: string;
}

/**
 * Reads a network from a safetensors file, or from the folder (or the `model.json`) of a TensorFlow.js layers model, with the
 * SHA-256 of all that was read. Throws AbecedaryError `encoder` with a sentence when it cannot be used.
 */
export async function loadNetwork(path: string): Promise<LoadedNetwork> {
  const folder = await layersModelAt(path);
  if (folder !== undefined) {
    const expected = 'a VGG as a TensorFlow.js layers model';
    const fail = failing(expected, folder, 'fetch it again or choose other weights');
    return { ...(await readLayersModel(folder, fail)), file: path };
  }
  const bytes = await readRegularFile(path, mostWeightBytes).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { network: readNetwork(bytes, path), sha256, file: path };
}

/** The folder of the layers model that a path means, undefined for a file of another kind. */
async function layersModelAt(path: string): Promise<string | undefined> {
  if (basename(path) === modelFile) return dirname(path);
  const entry = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return entry.isDirectory() ? path : undefined;
}

function unreadable(path: string, cause: unknown): AbecedaryError {
  return new AbecedaryError(
    'encoder',
    `Expected encoder weights at ${path}, but ${cause instanceof FileRefusal ? cause.message : 'they cannot be read'}; check the path or install the package again.`,
    { cause },
  );
}

function readNetwork(bytes: Uint8Array, file: string): Network {
  const stored = parseSafetensors(bytes, file);
  if (stored.metadata.format === ownFormat) {
    return readOwnFile(stored, failing('an abecedary encoder', file, 'use a file that training/ exported'));
  }
  const fail = failing('the weights of an encoder or of a VGG', file, 'choose other weights');
  if (isTorchvision(stored)) return readTorchvision(stored, fail);
  if (isNumbered(stored)) return readNumbered(stored, fail);
  throw fail('is of another kind');
}
