import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { AbecedaryError } from '../../base/errors.js';
import type { Tf } from './rules.js';

/** The packages that have the library, fastest first. None is a dependency: the first one that is installed is taken. */
const tensorflowPackages = [
  '@tensorflow/tfjs-node-gpu',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs',
] as const;

/** The package that is taken, and its main file; undefined where none is installed. `from` is the file that asks. Loads nothing. */
export function findTensorflow(from: string = import.meta.url): { name: string; file: string } | undefined {
  const { resolve } = createRequire(from);
  for (const name of tensorflowPackages) {
    try {
      return { name, file: resolve(name) };
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

/** Loads the package that is taken. Throws AbecedaryError `engine`. */
export async function loadTensorflow(from?: string): Promise<{ name: string; tf: Tf }> {
  const found = findTensorflow(from);
  if (found === undefined) {
    throw new AbecedaryError(
      'engine',
      'Expected a package of TensorFlow.js for the engine tfjs, found none; run npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu for a GPU with CUDA, or @tensorflow/tfjs, which is slow but runs everywhere) beside abecedary.',
    );
  }
  const { name, file } = found;
  try {
    const loaded = (await import(pathToFileURL(file).href)) as Tf & { readonly default?: Tf };
    const tf = loaded.default ?? loaded;
    await tf.ready();
    return { name, tf };
  } catch (cause) {
    const said = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw new AbecedaryError(
      'engine',
      `Expected ${name} to be usable, but it cannot be loaded (${said}); run npm rebuild ${name}, or remove it, so that the next of its packages is taken.`,
      { cause },
    );
  }
}
