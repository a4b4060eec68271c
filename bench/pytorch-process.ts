import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compactEncoderFile } from '../src/nst/encoder/encoder.js';

const execute = promisify(execFile);
const debianPython = '/usr/bin/python3';
const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));

export interface Measured {
  /** Of one evaluation, in milliseconds. */
  readonly median: number;
  readonly loss: number;
  /** Norm. */
  readonly gradient: number;
  readonly version: string;
  /** Peak resident memory of its process. */
  readonly megabytes: number;
  /** Most that was taken of the GPU's memory, and its rate of matrix products in operations a second; absent on the CPU. */
  readonly gpu?: { readonly name: string; readonly megabytes: number; readonly matrixRate: number };
  /** The least loss after each of the evaluations that were asked for, in units of that at the start, and what they took together. */
  readonly reached: { readonly losses: readonly number[]; readonly seconds: number };
}

/** Says so where there is none. */
export async function havePytorch(): Promise<boolean> {
  try {
    await execute(debianPython, ['-c', 'import torch']);
    return true;
  } catch {
    console.log(`PyTorch: left out, ${debianPython} has no torch (Debian package python3-torch)`);
    return false;
  }
}

/** The objective in PyTorch at the values of `feeds`, and what L-BFGS makes of it. */
export async function runPytorch(
  feeds: Readonly<Record<string, Float32Array>>,
  {
    threads,
    evaluations = 0,
    repeats = 15,
    encoderFile = compactEncoderFile,
    device = 'cpu',
    python = debianPython,
  }: {
    readonly threads: number;
    readonly evaluations?: number;
    readonly repeats?: number;
    readonly encoderFile?: string;
    /** `cuda-tf32` rounds the factors of products to 10 bits, as PyTorch does by itself in convolutions. */
    readonly device?: 'cpu' | 'cuda' | 'cuda-tf32';
    readonly python?: string;
  },
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  try {
    for (const [name, value] of Object.entries(feeds))
      await writeFile(
        join(folder, `${name}.f32`),
        new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
      );
    const { stdout } = await execute(python, [
      script,
      folder,
      encoderFile,
      String(threads),
      String(evaluations),
      String(repeats),
      device,
    ]);
    return JSON.parse(stdout) as Measured;
  } finally {
    await rm(folder, { recursive: true });
  }
}
