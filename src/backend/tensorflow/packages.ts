import { createRequire } from 'node:module';
import { AbecedaryError } from '../../errors.js';
import type { Tf } from './rules.js';

/** The packages that have the library, fastest first. None is a dependency: the first one that is installed is taken. */
export const tensorflowPackages = [
  '@tensorflow/tfjs-node-gpu',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs',
] as const;

const require = createRequire(import.meta.url);

/** The package that is taken, or undefined where none is installed. Loads nothing. */
export function findTensorflow(): string | undefined {
  return tensorflowPackages.find((name) => {
    try {
      require.resolve(name);
      return true;
    } catch {
      return false;
    }
  });
}

/** Loads the package that is taken. Throws AbecedaryError `engine`. */
export async function loadTensorflow(): Promise<{ name: string; tf: Tf }> {
  const name = findTensorflow();
  if (name === undefined) {
    throw new AbecedaryError(
      'engine',
      'Expected a package of TensorFlow.js for the engine tfjs, found none; run npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu for a GPU with CUDA, or @tensorflow/tfjs, which is slow but runs everywhere) beside abecedary.',
    );
  }
  try {
    const loaded = (await import(name)) as Tf & { readonly default?: Tf };
    const tf = loaded.default ?? loaded;
    await tf.ready();
    return { name, tf };
  } catch (cause) {
    const found = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw new AbecedaryError(
      'engine',
      `Expected ${name} to be usable, but it cannot be loaded (${found}); run npm rebuild ${name}, or remove it, so that the next of its packages is taken.`,
      { cause },
    );
  }
}
