import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onnxruntimeCpu } from '../src/backend/index.js';
import { inOrder } from '../src/graph/index.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder.js';
import { objectiveProgram, toneHalvings } from '../src/nst/objective.js';
import { planScales } from '../src/nst/scales.js';
import { square } from '../src/pixels.js';
import { median, plausibleFeeds, timeCalls } from './support.js';

const execute = promisify(execFile);
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));

interface Measured {
  readonly median: number;
  readonly loss: number;
  readonly gradient: number;
  readonly version: string;
}

/** The same encoder, objective and values in PyTorch, side by side, with two threads each. */
export async function benchPytorch(): Promise<void> {
  try {
    await execute(python, ['-c', 'import torch']);
  } catch {
    console.log(`PyTorch: left out, ${python} has no torch (Debian package python3-torch)`);
    return;
  }
  console.log('Against PyTorch on the same encoder, objective and values, two threads each (medians of 15)');
  const encoder = await loadEncoder(compactEncoderFile);
  for (const sizePx of [256, 400]) {
    const scale = planScales(square(sizePx), 20).at(-1)!;
    const program = objectiveProgram(encoder, scale.canvas, toneHalvings(scale));
    const feeds = plausibleFeeds(program);
    const executable = await onnxruntimeCpu({ threads: 2 }).compile(program);
    const ours = median(await timeCalls(15, () => executable.run(feeds)));
    const { loss, gradient } = await executable.run(feeds);
    const norm = Math.sqrt(gradient!.reduce((sum, value) => sum + value * value, 0));
    const theirs = await runPytorch(program, feeds);
    const off = Math.max(Math.abs(theirs.loss / loss![0]! - 1), Math.abs(theirs.gradient / norm - 1));
    console.log(
      `  ${sizePx} px: ${ours.toFixed(1)} ms, PyTorch ${theirs.version} ${theirs.median.toFixed(1)} ms: ${(theirs.median / ours).toFixed(2)} times faster; loss and gradient norm agree to ${off.toExponential(1)}`,
    );
    await executable.release();
  }
}

async function runPytorch(
  program: ReturnType<typeof objectiveProgram>,
  feeds: Readonly<Record<string, Float32Array>>,
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  try {
    const inputs = inOrder(Object.values(program.outputs)).filter((node) => node.name !== undefined);
    await writeFile(
      join(folder, 'feeds.json'),
      JSON.stringify(Object.fromEntries(inputs.map(({ name, shape }) => [name, shape]))),
    );
    for (const [name, value] of Object.entries(feeds))
      await writeFile(join(folder, `${name}.f32`), new Uint8Array(value.buffer));
    const { stdout } = await execute(python, [script, folder, compactEncoderFile, '2']);
    return JSON.parse(stdout) as Measured;
  } finally {
    await rm(folder, { recursive: true });
  }
}
