import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { includedEncoderFile, includedEncoders } from '../src/nst/encoder/encoder.js';
import { randomTensor } from '../test/support/tensors.js';
import { safetensors, type WrittenTensor } from '../test/support/weight-files.js';
import type { Networked } from './network-process.js';
import { havePytorch } from './pytorch-process.js';

const execute = promisify(execFile);
const child = fileURLToPath(new URL('./network-process.ts', import.meta.url));

/** Widths of VGG-19 (Simonyan and Zisserman 2015, table 1, column E) up to relu5_1. */
const vgg19 = [[64, 64], [128, 128], Array(4).fill(256), Array(4).fill(512), [512]];

/** What an evaluation costs under each encoder, in time and memory, each in a process of its own, and in PyTorch. */
export async function benchNetworks(): Promise<void> {
  const compare = await havePytorch();
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  try {
    const deep = join(folder, 'vgg19.safetensors');
    await writeFile(deep, randomNetwork(vgg19));
    const included = includedEncoders.map((name) => [name, includedEncoderFile(name)] as const);
    const files = [...included.filter(([, file]) => existsSync(file)), ['vgg19', deep] as const];
    console.log(
      'One evaluation by encoder, one thread (median of 3; peak memory of the whole process); VGG-19 with random filters',
    );
    for (const sizePx of [256, 400, 800])
      for (const [name, file] of files) {
        const { stdout } = await execute(
          process.execPath,
          [...process.execArgv, child, file, String(sizePx), String(compare)],
          { maxBuffer: 2 ** 20 },
        );
        const { ours, theirs } = JSON.parse(stdout) as Networked;
        const beside =
          theirs === undefined
            ? ''
            : `; PyTorch ${theirs.ms.toFixed(0)} ms, ${theirs.megabytes} MB: ${(theirs.ms / ours.ms).toFixed(1)} times as long`;
        console.log(`  ${sizePx} px, ${name}: ${ours.ms.toFixed(0)} ms, ${ours.megabytes} MB${beside}`);
      }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A file of an encoder of ours with these stages: what an evaluation costs does not depend on the filters. */
function randomNetwork(stages: readonly (readonly number[])[]): Uint8Array {
  const tensors: Record<string, WrittenTensor> = {};
  let channels = 3;
  for (const [stageAt, stage] of stages.entries())
    for (const [at, width] of stage.entries()) {
      const name = `stage${stageAt + 1}.conv${at + 1}`;
      const shape = [width, channels, 3, 3];
      const spread = Math.sqrt(6 / (9 * channels));
      tensors[`${name}.weight`] = { shape, data: randomTensor(shape, name, -spread, spread) };
      tensors[`${name}.bias`] = { shape: [width], data: new Float32Array(width) };
      channels = width;
    }
  const last = stages.length;
  const taps = stages.map((stage, at) => (stage.length > 1 ? `relu${at + 1}_1` : `relu${at + 1}`));
  return safetensors(tensors, {
    format: 'abecedary-encoder',
    name: 'random',
    architecture: JSON.stringify({ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], stages }),
    taps: JSON.stringify(taps),
    content: taps[last - 2]!,
  });
}
