import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chooseEngine,
  type EngineState,
  type EngineWord,
  findGpus,
  tryEngine,
} from '../../../src/plan/engines/index.js';
import { scratchFolder } from '../../support/scratch.js';
import { describeWithWebgpu } from '../../support/webgpu.js';

const geforce = { name: 'NVIDIA GeForce', isNvidia: true, memoryBytes: undefined };
const arc = { name: 'Intel Arc', isNvidia: false, memoryBytes: undefined };

const works = (word: EngineWord, adapter?: string, software = false): EngineState => ({
  ...{ word, usable: true, adapter, software, times: undefined },
  engine: { name: 'onnxruntime', provider: word },
});
const lacks = (word: EngineWord): EngineState => ({
  ...{ word, usable: false, lacks: `its library is missing.`, remedy: 'install it' },
});

describe('auto', () => {
  it.each([
    ['no GPU', [], [], 'cpu', 'auto found no GPU'],
    ['a GPU that CUDA can use', [geforce], [works('cuda')], 'cuda', 'auto'],
    [
      'NVIDIA’s without CUDA',
      [geforce],
      [lacks('cuda'), works('webgpu', 'GeForce')],
      'webgpu',
      'auto; no cuda: its library is missing, on GeForce',
    ],
    ['another GPU', [arc], [works('webgpu', 'Arc')], 'webgpu', 'auto, on Arc'],
    ['a GPU without a driver', [arc], [lacks('webgpu')], 'cpu', 'auto; no webgpu: its library is missing'],
    [
      'a GPU whose driver is not the one that answers',
      [arc],
      [works('webgpu', 'llvmpipe (LLVM 15)', true)],
      'cpu',
      'auto; webgpu would only reach llvmpipe (LLVM 15), which is no GPU',
    ],
  ] as const)('decides by what the machine has: %s', async (_, gpus, states, provider, reason) => {
    const tried: string[] = [];
    const choice = await chooseEngine('auto', {
      find: async () => [...gpus],
      attempt: async (word) => {
        tried.push(word);
        return states.find((state) => state.word === word)!;
      },
    });
    expect(choice).toEqual({ engine: { name: 'onnxruntime', provider }, reason });
    expect(tried).toEqual(states.map(({ word }) => word));
  });

  it('is the CPU for letters that other machines make', async () => {
    const choice = await chooseEngine('auto', { elsewhere: true, find: async () => [geforce] });
    expect(choice.engine.provider).toBe('cpu');
  });
});

describe('an engine that is named', () => {
  it('is taken without a trial where it is the CPU, or is for other machines', async () => {
    const attempt = async (): Promise<EngineState> => expect.unreachable('nothing is to be tried');
    expect((await chooseEngine('cpu', { attempt })).engine.provider).toBe('cpu');
    expect((await chooseEngine('cuda', { attempt, elsewhere: true })).engine.provider).toBe('cuda');
  });

  it('is taken as it is by what only looks', async () => {
    const attempt = async (): Promise<EngineState> => expect.unreachable('nothing is to be tried');
    const choice = await chooseEngine('webgpu', { attempt, untried: true });
    expect(choice.engine).toEqual({ name: 'onnxruntime', provider: 'webgpu' });
  });

  it('is refused in one sentence where it cannot be used', async () => {
    await expect(chooseEngine('coreml', { attempt: async (word) => lacks(word) })).rejects.toMatchObject({
      code: 'engine',
      message:
        'Expected the engine coreml to be usable here, but its library is missing; install it, or choose another engine (abecedary doctor tells which are here).',
    });
  });
});

describe('trying an engine', () => {
  it('finds TensorFlow.js, in a process of its own', async () => {
    expect(await tryEngine('tfjs')).toMatchObject({
      usable: true,
      engine: { name: '@tensorflow/tfjs', provider: 'cpu' },
      software: false,
    });
  });

  it.skipIf(process.platform !== 'linux')('says what CoreML and DirectML lack on Linux', async () => {
    for (const word of ['coreml', 'directml'] as const) {
      const state = await tryEngine(word);
      expect(state).toMatchObject({ usable: false, lacks: expect.stringContaining(`has no ${word}`) });
    }
  });

  it.skipIf(process.platform !== 'linux')(
    'says that WebGPU lacks an adapter where no driver is',
    async () => {
      const before = process.env.VK_ICD_FILENAMES;
      process.env.VK_ICD_FILENAMES = '/nowhere/driver.json';
      try {
        expect(await tryEngine('webgpu')).toMatchObject({
          usable: false,
          lacks: expect.stringMatching(/^Failed to get a WebGPU adapter/),
          remedy: expect.stringContaining('libvulkan1'),
        });
      } finally {
        if (before === undefined) delete process.env.VK_ICD_FILENAMES;
        else process.env.VK_ICD_FILENAMES = before;
      }
    },
  );

  describeWithWebgpu('on a driver that is no GPU', () => {
    it('works, and the driver is known for what it is', async () => {
      expect(await tryEngine('webgpu')).toMatchObject({
        usable: true,
        engine: { name: 'onnxruntime', provider: 'webgpu' },
        adapter: expect.stringContaining('SwiftShader'),
        software: true,
      });
    });
  });
});

describe('the GPUs of a machine', () => {
  const nvidiaSmi = '/nowhere/nvidia-smi';

  it('are those of makers of GPUs, not what a virtual machine shows', async () => {
    const root = await scratchFolder();
    for (const [node, files] of Object.entries({
      renderD128: { vendor: '0x1002\n', device: '0x744c\n', mem_info_vram_total: '25753026560\n' },
      renderD129: { vendor: '0x1af4\n', device: '0x1050\n' },
      renderD130: { vendor: '0x8086\n', device: '0x56a0\n' },
    })) {
      const folder = join(root, 'sys/class/drm', node, 'device');
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    }
    expect(await findGpus({ platform: 'linux', root, nvidiaSmi })).toEqual([
      { name: 'AMD 0x744c', isNvidia: false, memoryBytes: 25753026560 },
      { name: 'Intel 0x56a0', isNvidia: false, memoryBytes: undefined },
    ]);
    expect(await findGpus({ platform: 'linux', root: join(root, 'empty'), nvidiaSmi })).toEqual([]);
  });

  it('have their names and memory from NVIDIA’s program where it is', async () => {
    const folder = await scratchFolder();
    const program = join(folder, 'nvidia-smi');
    await writeFile(program, '#!/bin/sh\necho "NVIDIA H100 80GB HBM3, 81559"\n', { mode: 0o755 });
    expect(await findGpus({ platform: 'linux', root: folder, nvidiaSmi: program })).toEqual([
      { name: 'NVIDIA H100 80GB HBM3', isNvidia: true, memoryBytes: 81559 * 2 ** 20 },
    ]);
  });
});
