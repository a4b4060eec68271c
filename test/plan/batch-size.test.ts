import { describe, expect, it } from 'vitest';
import { limitBatch, settleBatch } from '../../src/plan/batch-size.js';
import { gpuMemory } from '../../src/plan/engines/index.js';

const encoder = { name: 'compact', sha256: '' };
const facts = (provider: string, valuesPerPixel = 78) => ({
  ...{ name: 'onnxruntime', provider, encoder, valuesPerPixel },
});

describe('the largest batch', () => {
  it.each([
    ['one on the CPU', facts('cpu'), 400, undefined, 1],
    ['what the memory bears', facts('cuda'), 400, 8e9, 6],
    ['fewer large letters', facts('cuda'), 800, 8e9, 1],
    ['fewer with a large encoder', facts('cuda', 420), 400, 8e9, 1],
    ['no more than fill a GPU', facts('webgpu'), 128, 80e9, 16],
    ['a few where the memory is not told', facts('webgpu'), 400, 'untold', 3],
    ['one in tiles', facts('cuda'), 1200, 80e9, 1],
  ] as const)('by auto is %s', async (_, engine, sizePx, memory, expected) => {
    expect(await limitBatch('auto', engine, { sizePx, memoryOf: async () => memory })).toBe(expected);
  });

  it('is as configured, but for letters in tiles', async () => {
    const memoryOf = async () => expect.unreachable('nobody asks for it');
    expect(await limitBatch(5, facts('cpu'), { sizePx: 400, memoryOf })).toBe(5);
    expect(await limitBatch(5, facts('cuda'), { sizePx: 1200, memoryOf })).toBe(1);
  });
});

describe('the batch of a run', () => {
  it.each([
    [26, 8, 7],
    [26, 16, 13],
    [3, 8, 3],
    [1, 8, 1],
    [5, 1, 1],
  ])('shares %i letters evenly, no more than %i at once', (letters, limit, expected) => {
    expect(settleBatch('auto', limit, letters)).toBe(expected);
  });

  it('is exactly as configured, whatever is to be made', () => {
    expect(settleBatch(8, 8, 3)).toBe(8);
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
