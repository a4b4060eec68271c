import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findTensorflow, missingProvider } from '../../backend/index.js';
import { loaderOf, workerEntry } from '../../base/worker-entry.js';
import type { Engine, EvaluationTimes } from '../../nst/index.js';
import type { Answer, Trial } from './wire.js';
import type { EngineWord } from './words.js';

/** How an engine is here. */
export type EngineState =
  | {
      readonly word: EngineWord;
      readonly usable: true;
      readonly engine: Engine;
      /** The graphics adapter that computes, where its driver tells. */
      readonly adapter: string | undefined;
      /** The adapter only computes on the CPU what a GPU would. */
      readonly software: boolean;
      readonly times: EvaluationTimes | undefined;
      /** It is there, and was not asked to compute anything. */
      readonly untried?: true;
    }
  | {
      readonly word: EngineWord;
      readonly usable: false;
      /** What it lacks here, as a part of a sentence. */
      readonly lacks: string;
      /** What to do about it, as a part of a sentence. */
      readonly remedy: string;
    };

const longestMs = 300_000;

/** The package of TensorFlow.js that computes in JavaScript alone: some seconds for a single evaluation. */
const plainTensorflow = '@tensorflow/tfjs';

/** An engine that is so slow that it is only tried where it is asked for; undefined for any other. */
export function slowEngine(word: EngineWord): EngineState | undefined {
  if (word !== 'tfjs' || findTensorflow()?.name !== plainTensorflow) return undefined;
  const engine = { name: plainTensorflow, provider: 'cpu' };
  return { word, usable: true, engine, adapter: undefined, software: false, times: undefined, untried: true };
}

/** What else than trying it again helps. */
const remedies: Record<EngineWord, string> = {
  cpu: 'run npm ci',
  webgpu:
    'install the driver of your GPU (with Vulkan on Linux: apt-get install libvulkan1 mesa-vulkan-drivers, or NVIDIA’s own)',
  cuda: 'run node node_modules/onnxruntime-node/script/install --onnxruntime-node-install=cuda12 beside abecedary; it needs Linux on x64, an NVIDIA GPU, CUDA 12 and cuDNN 9',
  coreml: 'take webgpu, which computes on the same GPU',
  directml: 'take webgpu, which computes on the same GPU',
  tfjs: 'run npm install @tensorflow/tfjs-node beside abecedary (or @tensorflow/tfjs-node-gpu for a GPU with CUDA, or @tensorflow/tfjs, which is slow but runs everywhere)',
};

/**
 * Tries whether an engine computes here what the CPU does, and measures it where asked to, in a process of its own: a driver that
 * crashes is told of like everything else that an engine may lack.
 */
export async function tryEngine(word: EngineWord, measure?: Trial['measure']): Promise<EngineState> {
  const lacking = (lacks: string): EngineState => ({ word, usable: false, lacks, remedy: remedies[word] });
  if (word === 'tfjs') {
    if (findTensorflow() === undefined) return lacking('no package of TensorFlow.js is installed');
  } else {
    const lacks = missingProvider(word);
    if (lacks !== undefined) return lacking(lacks);
  }
  const { answer, adapter } = await runTrial({ word, measure });
  if (answer.kind === 'fails') return lacking(answer.message);
  const { engine, times } = answer;
  return { word, usable: true, engine, adapter, software: isSoftware(adapter), times };
}

function isSoftware(adapter: string | undefined): boolean {
  return /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(adapter ?? '');
}

function runTrial(trial: Trial): Promise<{ answer: Answer; adapter: string | undefined }> {
  const entry = workerEntry('engine-trial', import.meta.url);
  // Vulkan's loader says which device it takes; onnxruntime does not.
  const env = { ...process.env, VK_LOADER_DEBUG: 'driver' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...loaderOf(entry), fileURLToPath(entry), JSON.stringify(trial)],
      { env, timeout: longestMs, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const adapter = /Using "([^"]+)" with driver/.exec(stderr)?.[1];
        const said = stdout.trimEnd().split('\n').at(-1)!;
        if (said.startsWith('{')) resolve({ answer: JSON.parse(said), adapter });
        else resolve({ answer: { kind: 'fails', message: endOf(error, stderr) }, adapter });
      },
    );
  });
}

/** What became of a process that said nothing. */
function endOf(error: (Error & { signal?: string | null; killed?: boolean }) | null, stderr: string): string {
  if (error?.killed === true) return `its process gave no answer within ${longestMs / 1000} s`;
  if (error?.signal) return `its driver crashed (${error.signal})`;
  const line = /^(?:\w*Error|Error \[\w+\]).*$/m.exec(stderr)?.[0];
  return `its process could not go on (${line ?? error?.message ?? 'it said nothing'})`;
}
