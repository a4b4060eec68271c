import { describe, expect, it } from 'vitest';
import { gpuMemory } from '../../src/plan/engines/index.js';
import { largestShare, settleShare } from '../../src/plan/share.js';

const encoder = { name: 'compact', sha256: '' };
const facts = (provider: string, valuesPerPixel = 78) => ({
  ...{ name: 'onnxruntime', provider, encoder, valuesPerPixel },
});

const wanted = (sizePx: number, workers: 'auto' | number, batch: 'auto' | number) => ({
  ...{ workers, batch, transfer: { sizePx } },
});

describe('what letters are shared out to at most, by processes that were named,', () => {
  it.each([
    ['is one for each on the CPU', facts('cpu'), 400, 3, undefined, 1],
    ['is what the memory bears', facts('cuda'), 400, 1, 8e9, 5],
    ['is fewer for each where processes share it', facts('cuda'), 400, 2, 8e9, 2],
    ['is fewer large letters', facts('cuda'), 800, 1, 8e9, 1],
    ['is fewer with a large encoder', facts('cuda', 420), 400, 1, 8e9, 1],
    ['is no more than fill a GPU', facts('webgpu'), 128, 2, 80e9, 16],
    ['is a few where the memory is not told', facts('webgpu'), 400, 1, 'untold', 2],
    ['is one in tiles', facts('cuda'), 1200, 1, 80e9, 1],
  ] as const)('%s', async (_, engine, sizePx, workers, memory, batch) => {
    const share = await largestShare(wanted(sizePx, workers, 'auto'), engine, async () => memory);
    expect(share).toEqual({ workers, batch });
  });

  it('is as configured, but for letters in tiles', async () => {
    const memoryOf = async () => undefined;
    expect(await largestShare(wanted(400, 1, 5), facts('cpu'), memoryOf)).toEqual({ workers: 1, batch: 5 });
    expect(await largestShare(wanted(1200, 1, 5), facts('cuda'), memoryOf)).toEqual({ workers: 1, batch: 1 });
  });
});

describe('the share of a run', () => {
  it.each([
    [26, { workers: 1, batch: 8 }, { workers: 1, batch: 7 }],
    [26, { workers: 1, batch: 16 }, { workers: 1, batch: 13 }],
    [26, { workers: 16, batch: 4 }, { workers: 13, batch: 2 }],
    [26, { workers: 16, batch: 1 }, { workers: 16, batch: 1 }],
    [26, { workers: 3, batch: 4 }, { workers: 3, batch: 3 }],
    [3, { workers: 1, batch: 8 }, { workers: 1, batch: 3 }],
    [1, { workers: 4, batch: 8 }, { workers: 1, batch: 1 }],
    [5, { workers: 2, batch: 1 }, { workers: 2, batch: 1 }],
  ])('of %i letters is even, and no more than the most, %j', (letters, most, expected) => {
    expect(settleShare('auto', most, letters)).toEqual(expected);
  });

  it('has the batch that is configured, whatever is to be made', () => {
    expect(settleShare(8, { workers: 2, batch: 8 }, 3)).toEqual({ workers: 1, batch: 8 });
  });
});

describe('the memory of a GPU', () => {
  const gpu = (isNvidia: boolean, memoryBytes: number | undefined) => ({
    name: 'GPU',
    isNvidia,
    memoryBytes,
  });
  it.each([
    ['the CPU', { name: 'onnxruntime', provider: 'cpu' }, [gpu(true, 8e9)], undefined],
    ['TensorFlow.js on the CPU', { name: '@tensorflow/tfjs-node', provider: 'tensorflow' }, [], undefined],
    [
      'the smaller of two',
      { name: 'onnxruntime', provider: 'webgpu' },
      [gpu(true, 8e9), gpu(false, 4e9)],
      4e9,
    ],
    ['CUDA’s own', { name: 'onnxruntime', provider: 'cuda' }, [gpu(true, 8e9), gpu(false, 4e9)], 8e9],
    ['one that is not told', { name: 'onnxruntime', provider: 'webgpu' }, [gpu(false, undefined)], 'untold'],
    ['none that is known', { name: 'onnxruntime', provider: 'webgpu' }, [], 'untold'],
  ])('is found for %s', async (_, engine, gpus, expected) => {
    expect(await gpuMemory(engine, async () => gpus)).toBe(expected);
  });
});
