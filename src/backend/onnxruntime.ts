import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AbecedaryError } from '../errors.js';
import { elementCount } from '../graph/index.js';
import type { Backend, Executable, Values } from './contract.js';
import { type LoweredProgram, lower } from './onnx/lower.js';

/**
 * onnxruntime on the CPU. A run blocks the calling thread, so letters run in worker threads; `threads` is the number of
 * threads within one run.
 */
export function onnxruntimeCpu(options: { threads: number }): Backend {
  return {
    name: 'onnxruntime',
    provider: 'cpu',
    compile: async (program) => openModel(lower(program), options.threads),
  };
}

/** Makes a model ready to run in the calling thread. */
export async function openModel(
  { model, inputs, outputs }: LoweredProgram,
  threads: number,
): Promise<Executable> {
  const session = await InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    // A planned layout of all intermediate tensors costs half as much memory again and gains a few per cent of time.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  const results: Record<string, Float32Array> = {};
  const fetches: Record<string, Tensor> = {};
  for (const { name, shape } of outputs) {
    results[name] = new Float32Array(elementCount(shape));
    fetches[name] = new Tensor('float32', results[name], shape);
  }

  // onnxruntime takes nothing that lies in shared memory.
  const copies: Record<string, Float32Array> = {};
  const unshared = (name: string, value: Float32Array): Float32Array => {
    if (!(value.buffer instanceof SharedArrayBuffer)) return value;
    copies[name] ??= new Float32Array(value.length);
    copies[name].set(value);
    return copies[name];
  };

  const run = async (feeds: Values): Promise<Values> => {
    const tensors: Record<string, Tensor> = {};
    for (const { name, shape } of inputs) {
      const value = feeds[name];
      if (value === undefined) throw new RangeError(`the program needs a value for its input «${name}»`);
      tensors[name] = new Tensor('float32', unshared(name, value), shape);
    }
    try {
      await session.run(tensors, fetches);
    } catch (cause) {
      const found = cause instanceof Error ? cause.message : String(cause);
      throw new AbecedaryError(
        'engine',
        `onnxruntime could not run the style transfer (${found}); try a smaller size or fewer workers.`,
        { cause, retryable: true },
      );
    }
    return results;
  };
  return { run, release: () => session.release() };
}
