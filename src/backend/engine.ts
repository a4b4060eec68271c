import { AbecedaryError } from '../base/errors.js';
import type { Backend } from './contract.js';
import { onnxProviders, onnxruntimeCpu, onnxruntimeGpu } from './onnxruntime.js';

/** A backend by its names, as recipes and manifests hold it. */
export type Engine = Pick<Backend, 'name' | 'provider'>;

/** What runs everywhere. */
export const cpuEngine: Engine = { name: 'onnxruntime', provider: 'cpu' };

/** A second thread within one run buys less than a second letter beside it, and would tie the bytes to the machine's cores. */
const threadsPerLetter = 1;

/** Makes ready what goes by these names. Throws AbecedaryError `engine` for what is not here. */
export async function openBackend({ name, provider }: Engine): Promise<Backend> {
  if (name === cpuEngine.name) {
    const known = onnxProviders.find((each) => each === provider);
    if (known === 'cpu') return onnxruntimeCpu({ threads: threadsPerLetter });
    if (known !== undefined) return onnxruntimeGpu(known);
  } else {
    // Loaded only where it is asked for.
    const { openTensorflow } = await import('./tensorflow/backend.js');
    const backend = await openTensorflow();
    if (backend.name === name && backend.provider === provider) return backend;
  }
  throw new AbecedaryError(
    'engine',
    `Expected the engine ${name} ${provider} here, which the letter was planned for, but it is not; run it again, with the same packages everywhere.`,
  );
}
