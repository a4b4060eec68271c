import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Backend,
  missingProvider,
  onnxruntimeCpu,
  onnxruntimeGpu,
  openBackend,
} from '../../src/backend/index.js';
import { channelsOfBlock } from '../../src/backend/onnx/block-size.js';
import { lower } from '../../src/backend/onnx/lower.js';
import { portable } from '../../src/backend/onnx/portable.js';
import { openModel, runFailure } from '../../src/backend/onnxruntime.js';
import { openTensorflow, tensorflowOn } from '../../src/backend/tensorflow/backend.js';
import { square } from '../../src/base/pixels.js';
import { batched, type Program } from '../../src/graph/index.js';
import { regionsProgram } from '../../src/nst/objectives/regions/regions-program.js';
import { randomFeeds, testBackend } from '../contract/backend.js';
import { scratchFolder } from '../support/scratch.js';
import { smallEncoder } from '../support/small-encoder.js';
import { relativeDistance } from '../support/tensors.js';
import { describeWithWebgpu } from '../support/webgpu.js';

describe('onnxruntime on the CPU', () => {
  testBackend(async () => onnxruntimeCpu({ threads: 1 }), 1e-12);
});

describe('onnxruntime with features in blocks', () => {
  const programs = [
    ['one block and several', [[16, 16], [32, 48], [8, 8], [20]]],
    ['no block', undefined],
  ] as const;
  const expectAlike = async (program: Program): Promise<void> => {
    const feeds = randomFeeds(program);
    const blocked = await openModel(lower(program, {}, await channelsOfBlock()), 1);
    const usual = await openModel(lower(program), 1);
    const [found, wanted] = [await blocked.run(feeds), await usual.run(feeds)];
    for (const [name, value] of Object.entries(wanted))
      expect(relativeDistance(found[name]!, value), name).toBeLessThan(1e-5);
    await blocked.release();
    await usual.release();
  };

  it.each(programs)('has the loss and the gradient of one without, where they fill %s', async (_, widths) => {
    for (const pooling of ['average', 'max'] as const) {
      const encoder = { ...smallEncoder(widths), pooling };
      await expectAlike(regionsProgram(encoder, { size: { width: 48, height: 32 }, halvings: 1 }));
    }
  });

  it.each([16, 32])('has them where moments of %i channels are taken strip by strip', async (width) => {
    const encoder = smallEncoder([[width, 8], [8], [8]]);
    await expectAlike(regionsProgram(encoder, { size: { width: 320, height: 256 }, halvings: 1 }));
  });
});

describeWithWebgpu('onnxruntime on WebGPU', () => {
  testBackend(async () => onnxruntimeGpu('webgpu'), 1e-3);

  it.each([
    ['average', 1],
    ['max', 1],
    ['average', 3],
    ['max', 3],
  ] as const)('does every operation there, with %s pooling, for %i pictures', async (pooling, count) => {
    const single = regionsProgram({ ...smallEncoder(), pooling }, { size: square(16), halvings: 0 });
    const program = count === 1 ? single : batched(single, count);
    const { model, inputs } = lower(program, portable);
    const feeds = randomFeeds(program);
    const profile = join(await scratchFolder(), 'profile');
    const session = await InferenceSession.create(model, {
      executionProviders: ['webgpu'],
      logSeverityLevel: 4,
      enableProfiling: true,
      profileFilePrefix: profile,
    });
    await session.run(
      Object.fromEntries(inputs.map(({ name, shape }) => [name, new Tensor('float32', feeds[name]!, shape)])),
    );
    session.endProfiling();
    await session.release();
    const [file] = await readdir(dirname(profile));
    const events: { cat: string; args?: { provider?: string; op_name?: string } }[] = JSON.parse(
      await readFile(join(dirname(profile), file!), 'utf8'),
    );
    const nodes = events.filter(({ cat, args }) => cat === 'Node' && args?.provider !== undefined);
    expect(nodes.length).toBeGreaterThan(200);
    expect(nodes.filter(({ args }) => args!.provider !== 'WebGpuExecutionProvider')).toEqual([]);
  });

  it('refuses a model with an operation that would fall back to the CPU', async () => {
    const program = regionsProgram({ ...smallEncoder(), pooling: 'max' }, { size: square(16), halvings: 0 });
    await expect(openModel(lower(program), 1, 'webgpu')).rejects.toThrow('fallback to CPU EP');
  });
});

describe('TensorFlow.js', () => {
  testBackend(() => openBackend({ name: '@tensorflow/tfjs', provider: 'cpu' }), 1e-4);

  describe('keeps no tensor', () => {
    beforeAll(() => tf.setBackend('cpu'));

    it('of a run, nor of a program that was released', async () => {
      const program = regionsProgram(
        { ...smallEncoder(), pooling: 'max' },
        { size: square(16), halvings: 0 },
      );
      const before = tf.memory().numTensors;
      const executable = await tensorflowOn('tfjs', tf).compile(program);
      const feeds = randomFeeds(program);
      await executable.run(feeds);
      const between = tf.memory().numTensors;
      await executable.run(feeds);
      await expect(executable.run({ ...feeds, image: new Float32Array(3) })).rejects.toMatchObject({
        code: 'engine',
      });
      expect(tf.memory().numTensors).toBe(between);
      await executable.release();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

/*
 * The contract of an engine that needs a device or a package that is not here in every check: ENGINE=cuda (or webgpu, on this machine's
 * own GPU, coreml, directml, tfjs) npx vitest run test/backend/backends.test.ts. tfjs takes the package that a user would get.
 */
const { ENGINE: named } = process.env;

describe.runIf(named !== undefined)(`the engine ${named}`, () => {
  const open = async (): Promise<Backend> => {
    if (named === 'tfjs') return openTensorflow();
    return openBackend({ name: 'onnxruntime', provider: named! });
  };
  testBackend(open, 1e-3);
});

describe.runIf(process.platform === 'linux')('CUDA', () => {
  const there = new URL('../../node_modules/onnxruntime-node/bin/napi-v6/linux/x64/', import.meta.url);
  const library = 'libonnxruntime_providers_cuda.so';

  it.skipIf(existsSync(new URL(library, there)))('is refused by the library that it lacks', () => {
    expect(missingProvider('cuda')).toMatch(
      /^onnxruntime’s own library for CUDA, .*, is not installed$|has no cuda$/,
    );
  });
});

describe('an engine that is not here', () => {
  it.each([
    [{ name: 'onnxruntime', provider: 'abacus' }],
    [{ name: '@tensorflow/tfjs-node', provider: 'tensorflow' }],
  ])('%j is refused in one sentence', async (engine) => {
    await expect(openBackend(engine)).rejects.toMatchObject({
      code: 'engine',
      message: `Expected the engine ${engine.name} ${engine.provider} here, which the letter was planned for, but it is not; run it again, with the same packages everywhere.`,
    });
  });
});

describe('a run that fails on a GPU', () => {
  it('may be tried again, and tells a lost device from other trouble', () => {
    const lost = runFailure(
      new Error('/onnxruntime_src/x.cc:180 f was false. WebGPU device lost (1): hung.\n\n'),
    );
    expect(lost).toMatchObject({ code: 'engine', retryable: true });
    expect(lost.message).toBe(
      'Expected the GPU to stay, but its driver gave it up in the middle of the style transfer (WebGPU device lost (1): hung); try a smaller size, a smaller batch or fewer workers, or take --engine cpu.',
    );
    expect(runFailure(new Error('out of memory')).message).toBe(
      'onnxruntime could not run the style transfer (out of memory); try a smaller size, a smaller batch or fewer workers.',
    );
  });
});
