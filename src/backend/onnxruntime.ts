import './no-telemetry.js';

import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as library from 'onnxruntime-node';
import { AbecedaryError } from '../base/errors.js';
import { elementCount, input, scale } from '../graph/index.js';
import type { Backend, Executable, Values } from './contract.js';
import { channelsOfBlock } from './onnx/block-size.js';
import { type LoweredProgram, lower } from './onnx/lower.js';
import { portable } from './onnx/portable.js';

// As CommonJS, which Node reads once instead of twice; and never before the line above is done, however modules are put together.
const { InferenceSession, listSupportedBackends, Tensor } = createRequire(import.meta.url)(
  'onnxruntime-node',
) as typeof library;

/** Devices that onnxruntime can compute on, by our names. */
export const onnxProviders = ['cpu', 'webgpu', 'cuda', 'coreml', 'directml'] as const;
type OnnxProvider = (typeof onnxProviders)[number];

/**
 * onnxruntime on the CPU. A run blocks the calling thread, so letters run in worker threads; `threads` is the number of
 * threads within one run.
 */
export function onnxruntimeCpu(options: { threads: number }): Backend {
  return {
    name: 'onnxruntime',
    provider: 'cpu',
    gainsByBatches: false,
    compile: async (program) => openModel(lower(program, {}, await channelsOfBlock()), options.threads),
  };
}

/**
 * onnxruntime on a GPU. Every operation runs there: a program with one that the provider has not is refused when it is
 * compiled, with AbecedaryError `engine`. A process should have one such backend in one thread.
 */
export function onnxruntimeGpu(provider: Exclude<OnnxProvider, 'cpu'>): Backend {
  return {
    name: 'onnxruntime',
    provider,
    gainsByBatches: true,
    compile: async (program) => {
      try {
        await holdDevice(provider);
        return await openModel(lower(program, portable), 1, provider);
      } catch (cause) {
        if (cause instanceof AbecedaryError) throw cause;
        throw new AbecedaryError(
          'engine',
          `Expected onnxruntime to take the style transfer to ${provider}, but it could not (${plainMessage(cause)}); choose another engine, like --engine cpu.`,
          { cause },
        );
      }
    },
  };
}

const held = new Map<OnnxProvider, Promise<library.InferenceSession>>();

/**
 * The device goes with its last session, and with it all shaders that were compiled for it, which takes longer than many runs: so
 * one small session stays as long as the process.
 */
async function holdDevice(provider: OnnxProvider): Promise<void> {
  const known = held.get(provider);
  const small = { outputs: { twice: scale(input('x', [1]), 2) } };
  const holding = known ?? openSession(lower(small).model, 1, provider);
  held.set(provider, holding);
  holding.catch(() => held.delete(provider));
  await holding;
}

const executionProviders: Record<OnnxProvider, library.InferenceSession.ExecutionProviderConfig> = {
  cpu: 'cpu',
  webgpu: 'webgpu',
  cuda: 'cuda',
  // As a program in 32 bits (0x10), on CPU and GPU only (0x20): its neural engine has 16.
  coreml: { name: 'coreml', coreMlFlags: 0x30 },
  directml: 'dml',
};

/** What is said where the installed onnxruntime lacks a provider, or the library of one that comes apart; undefined where it has it. */
export function missingProvider(provider: OnnxProvider): string | undefined {
  const built = listSupportedBackends().map(({ name }) => (name === 'dml' ? 'directml' : name));
  const here = `${process.platform} on ${process.arch}`;
  if (!built.includes(provider)) return `the onnxruntime-node for ${here} has no ${provider}`;
  if (provider !== 'cuda' || process.platform !== 'linux') return undefined;
  const folder = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '../bin');
  const isThere = readdirSync(folder).some((each) =>
    existsSync(join(folder, each, 'linux', process.arch, cudaLibrary)),
  );
  return isThere ? undefined : `onnxruntime’s own library for CUDA, ${cudaLibrary}, is not installed`;
}

/** It is fetched apart, as it is larger than all the rest. */
const cudaLibrary = 'libonnxruntime_providers_cuda.so';

/** The C library hands freed memory out again by itself: see the settings in schedule/worker-process.ts, which that of Linux heeds. */
const keepsMemory = process.platform === 'linux' && process.env.MALLOC_TRIM_THRESHOLD_ === String(2 ** 32);

function openSession(
  model: Uint8Array,
  threads: number,
  provider: OnnxProvider,
): Promise<library.InferenceSession> {
  return InferenceSession.create(model, {
    executionProviders: [executionProviders[provider]],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    // A planned layout of all intermediate tensors costs half as much memory again and gains a few per cent of time.
    enableMemPattern: false,
    // Its own store of memory doubles each time that it grows, and every session has one.
    enableCpuMemArena: !keepsMemory,
    ...(provider === 'cpu'
      ? // Quantised values stand for masks alone, and nothing is to be made of them.
        { logSeverityLevel: 3, extra: { session: { disable_quant_qdq: '1' } } }
      : { logSeverityLevel: 4, extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  });
}

/** One run at a time in a thread, of all programs together: two at once end the process where they are on a GPU. */
let running: Promise<unknown> = Promise.resolve();

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = running.then(work);
  running = turn.catch(() => {});
  return turn;
}

/** Makes a model ready to run in the calling thread. */
export async function openModel(
  { model, inputs, outputs }: LoweredProgram,
  threads: number,
  provider: OnnxProvider = 'cpu',
): Promise<Executable> {
  const session = await openSession(model, threads, provider);
  const results: Record<string, Float32Array> = {};
  const fetches: Record<string, library.Tensor> = {};
  for (const { name, shape } of outputs) {
    results[name] = new Float32Array(elementCount(shape));
    fetches[name] = new Tensor('float32', results[name], shape);
  }

  const runOn: Record<'cpu' | 'gpu', (tensors: Record<string, library.Tensor>) => Promise<Values>> = {
    cpu: async (tensors) => {
      await session.run(tensors, fetches);
      return results;
    },
    // What a GPU has computed comes back in tensors of its own.
    gpu: (tensors) =>
      inTurn(async () => {
        const found = await session.run(tensors);
        return Object.fromEntries(outputs.map(({ name }) => [name, found[name]!.data as Float32Array]));
      }),
  };
  const compute = runOn[provider === 'cpu' ? 'cpu' : 'gpu'];

  // onnxruntime takes nothing that lies in shared memory.
  const copies: Record<string, Float32Array> = {};
  const unshared = (name: string, value: Float32Array): Float32Array => {
    if (!(value.buffer instanceof SharedArrayBuffer)) return value;
    copies[name] ??= new Float32Array(value.length);
    copies[name].set(value);
    return copies[name];
  };

  const run = async (feeds: Values): Promise<Values> => {
    const tensors: Record<string, library.Tensor> = {};
    for (const { name, shape } of inputs) {
      const value = feeds[name];
      if (value === undefined) throw new RangeError(`the program needs a value for its input «${name}»`);
      tensors[name] = new Tensor('float32', unshared(name, value), shape);
    }
    try {
      return await compute(tensors);
    } catch (cause) {
      throw runFailure(cause);
    }
  };
  return { run, release: () => inTurn(() => session.release()) };
}

/** What is told of a run that failed. It may be tried again in a fresh process: a lost device does not come back in this one. */
export function runFailure(cause: unknown): AbecedaryError {
  const found = plainMessage(cause);
  const advice = 'try a smaller size, a smaller batch or fewer workers';
  const sentence = /device.{0,20}lost/i.test(found)
    ? `Expected the GPU to stay, but its driver gave it up in the middle of the style transfer (${found}); ${advice}, or take --engine cpu.`
    : `onnxruntime could not run the style transfer (${found}); ${advice}.`;
  return new AbecedaryError('engine', sentence, { cause, retryable: true });
}

/** What onnxruntime says, without the places in its sources that it says first. */
export function plainMessage(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  const plain = said.replace(/^\/\S*onnxruntime\S*\.cc:\d+ .*? was false\. /s, '');
  return plain.trim().split('\n')[0]!.replace(/\.$/, '');
}
