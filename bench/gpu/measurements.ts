import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Backend, type Executable, onnxruntimeCpu, openBackend } from '../../src/backend/index.js';
import { lower } from '../../src/backend/onnx/lower.js';
import { portable } from '../../src/backend/onnx/portable.js';
import { square } from '../../src/base/pixels.js';
import { batched, type Program } from '../../src/graph/index.js';
import { compactEncoderFile, loadEncoder } from '../../src/nst/encoder/encoder.js';
import { plausibleFeeds } from '../../src/nst/measure.js';
import { toneHalvings } from '../../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../../src/nst/scales.js';
import { operationsOf } from '../limit.js';
import { runPytorch } from '../pytorch-process.js';
import { median, timeCalls } from '../support.js';
import type { StepSettings } from './settings.js';

/** The objective of a letter at its full size. */
export async function objectiveOf(sizePx: number): Promise<Program> {
  const scale = planScales(square(sizePx), 20).at(-1)!;
  const encoder = await loadEncoder(compactEncoderFile);
  return regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) });
}

export function backendOf({ engine }: Pick<StepSettings, 'engine'>): Promise<Backend> {
  return openBackend({ name: 'onnxruntime', provider: engine });
}

/** How far loss, its parts and the gradient are from the CPU's, relative to their size. */
export async function agreement({ engine, sizePx, batch }: StepSettings) {
  const single = await objectiveOf(sizePx);
  const program = batch === 1 ? single : batched(single, batch);
  const feeds = plausibleFeeds(program);
  const runOn = async (backend: Backend): Promise<Awaited<ReturnType<Executable['run']>>> => {
    const executable = await backend.compile(program);
    return executable.run(feeds);
  };
  const wanted = await runOn(onnxruntimeCpu({ threads: 2 }));
  const found = await runOn(await backendOf({ engine }));
  const away = Object.entries(wanted).map(([name, value]) => [name, distance(found[name]!, value)]);
  return { sizePx, batch, relativeDifference: Object.fromEntries(away) };
}

function distance(found: Float32Array, wanted: Float32Array): number {
  let [off, size] = [0, 0];
  for (const [at, value] of wanted.entries()) {
    off += (found[at]! - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(off / size);
}

/** How long an evaluation of so many letters at once takes, and how much of it is more than arithmetic. */
export async function evaluation({ engine, sizePx, batch }: StepSettings) {
  const single = await objectiveOf(sizePx);
  const program = batch === 1 ? single : batched(single, batch);
  const feeds = plausibleFeeds(program);
  const from = performance.now();
  const executable = await (await backendOf({ engine })).compile(program);
  const compiled = performance.now();
  const results = await executable.run(feeds);
  const firstMs = performance.now() - compiled;
  const count = firstMs > 3000 ? 1 : 15;
  const ms = median(await timeCalls(count, () => executable.run(feeds)));
  const operations = batch * operationsOf(single);
  return {
    ...{ sizePx, batch, compileMs: compiled - from, firstMs, medianMs: ms, letterMs: ms / batch },
    operations,
    operationsPerSecond: operations / (ms / 1000),
    megabytesTo: megabytes(feeds),
    megabytesBack: megabytes(results),
    processMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function megabytes(values: Readonly<Record<string, Float32Array>>): number {
  return Object.values(values).reduce((sum, { byteLength }) => sum + byteLength, 0) / 1e6;
}

/** Where the time of an evaluation goes, by onnxruntime's own profile: the longest sums of milliseconds by category and operation. */
export async function kernels({ engine, sizePx, work }: StepSettings) {
  const program = await objectiveOf(sizePx);
  const { model, inputs } = lower(program, portable);
  const session = await InferenceSession.create(model, {
    executionProviders: [engine],
    logSeverityLevel: 4,
    enableProfiling: true,
    profileFilePrefix: join(work, `kernels-${sizePx}`),
  });
  const values = plausibleFeeds(program);
  const feeds = Object.fromEntries(
    inputs.map(({ name, shape }) => [name, new Tensor('float32', values[name]!, shape)]),
  );
  const runs = 3;
  for (let run = 0; run < runs; run++) await session.run(feeds);
  session.endProfiling();
  const file = (await readdir(work)).find((name) => name.startsWith(`kernels-${sizePx}`))!;
  const events: ProfileEvent[] = JSON.parse(await readFile(join(work, file), 'utf8'));
  const sums = new Map<string, number>();
  for (const { cat, name, dur = 0, args } of events) {
    if (cat === 'Session') continue;
    const key = `${cat} ${args?.op_name ?? name}`;
    sums.set(key, (sums.get(key) ?? 0) + dur / 1000 / runs);
  }
  const longest = [...sums].sort(([, a], [, b]) => b - a).slice(0, 40);
  return { sizePx, millisecondsOfARun: Object.fromEntries(longest), events: events.length };
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur?: number;
  readonly args?: { readonly op_name?: string };
}

/** The same objective and values by PyTorch, on the GPU where it reaches one, with and without its matrix units' TensorFloat-32. */
export async function pytorch({ sizePx, python }: StepSettings) {
  const program = await objectiveOf(sizePx);
  const feeds = plausibleFeeds(program);
  const executable = await onnxruntimeCpu({ threads: 2 }).compile(program);
  const { loss, gradient } = await executable.run(feeds);
  const norm = Math.sqrt(gradient!.reduce((sum, value) => sum + value * value, 0));
  const found: Record<string, unknown> = { sizePx };
  for (const device of ['cuda', 'cuda-tf32', 'cpu'] as const) {
    const theirs = await runPytorch(feeds, {
      threads: 2,
      repeats: device === 'cpu' ? 3 : 15,
      device,
      python,
    }).catch((error: Error) => ({ lacks: error.message.trim().split('\n').at(-1) }));
    found[device] =
      'lacks' in theirs
        ? theirs
        : {
            ...theirs,
            lossAway: Math.abs(theirs.loss / loss![0]! - 1),
            gradientAway: Math.abs(theirs.gradient / norm - 1),
          };
  }
  return found;
}
