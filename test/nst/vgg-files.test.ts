import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { input } from '../../src/graph/index.js';
import { encode } from '../../src/nst/encoder/encode.js';
import { type Encoder, loadEncoder } from '../../src/nst/encoder/encoder.js';
import { scratchFolder } from '../support/scratch.js';
import { describeWithSharedData } from '../support/shared-data.js';
import { randomTensor, relativeDistance } from '../support/tensors.js';
import {
  type LayersModel,
  layersModel,
  narrowVgg,
  randomLayers,
  type SmallLayer,
  safetensors,
  torchvisionTensors,
  writeLayersModel,
} from '../support/weight-files.js';

const side = 32;
const picture = randomTensor([1, 3, side, side], 'picture', 0, 1);

async function activations(encoder: Encoder): Promise<Float32Array[]> {
  const taps = encode(input('image', [1, 3, side, side]), encoder);
  const outputs = Object.fromEntries(taps.map((tap, at) => [`tap${at}`, tap]));
  const program = await onnxruntimeCpu({ threads: 1 }).compile({ outputs });
  const found = await program.run({ image: picture });
  await program.release();
  return taps.map((_, at) => found[`tap${at}`]!);
}

/** The last activation of all as TensorFlow.js computes it from what the first layer sees, `[1, row, column, 3]`. */
function lastActivation(seen: tf.Tensor4D, layers: readonly SmallLayer[]): Float32Array {
  return tf.tidy(() => {
    let x = seen;
    layers.forEach(({ stage, filters, bias }, at) => {
      if (at > 0 && stage !== layers[at - 1]!.stage) x = tf.maxPool(x, 2, 2, 'valid');
      const kernel = tf.transpose(
        tf.tensor(filters.data, [...filters.shape] as [number, number, number, number]),
        [2, 3, 1, 0],
      ) as tf.Tensor4D;
      x = tf.relu(tf.add(tf.conv2d(x, kernel, 1, 'same'), tf.tensor1d(bias.data)));
    });
    return tf.transpose(x, [0, 3, 1, 2]).dataSync() as Float32Array;
  });
}

const channelsLast = (): tf.Tensor4D =>
  tf.transpose(tf.tensor(picture, [1, 3, side, side]), [0, 2, 3, 1]) as tf.Tensor4D;

describe.each(['vgg16', 'vgg19'] as const)('weights of %s', (kind) => {
  const deepest = kind === 'vgg16' ? 'relu5_3' : 'relu5_4';

  test('in torchvision’s layout give the activations that its mean and deviation lead to', async () => {
    const layers = randomLayers(narrowVgg[kind]);
    const file = join(await scratchFolder(), 'weights.safetensors');
    await writeFile(file, safetensors(torchvisionTensors(layers)));
    const encoder = await loadEncoder(file, { taps: ['relu3_1', deepest], content: deepest });
    expect(encoder.name).toBe(kind);
    const seen = tf.div(tf.sub(channelsLast(), [0.485, 0.456, 0.406]), [0.229, 0.224, 0.225]);
    const expected = lastActivation(seen as tf.Tensor4D, layers);
    expect(relativeDistance((await activations(encoder))[1]!, expected)).toBeLessThan(1e-5);
  });

  test('in Keras’ layout give the activations of the model that TensorFlow.js loads from the same files', async () => {
    const { model, weights } = layersModel(randomLayers(narrowVgg[kind], 128));
    const folder = await scratchFolder();
    await writeLayersModel(folder, model, weights);
    const encoder = await loadEncoder(folder, { taps: ['relu1_2', deepest], content: deepest });
    expect(encoder.name).toBe(kind);

    const theirs = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: model.modelTopology as object,
        weightSpecs: model.weightsManifest[0]!.weights as tf.io.WeightsManifestEntry[],
        weightData: Uint8Array.from(weights).buffer,
      }),
    );
    const seen = tf.sub(tf.reverse(tf.mul(channelsLast(), 255), 3), [103.939, 116.779, 123.68]);
    const last = theirs.getLayer(deepest.replace('relu5_', 'block5_conv')).output as tf.SymbolicTensor;
    const found = tf.model({ inputs: theirs.inputs, outputs: last }).predict(seen) as tf.Tensor;
    const expected = tf.transpose(found, [0, 3, 1, 2]).dataSync();
    expect(relativeDistance((await activations(encoder))[1]!, expected)).toBeLessThan(1e-5);
  });

  test('have the taps for a style unless others are asked for', async () => {
    const folder = await scratchFolder();
    const { model, weights } = layersModel(randomLayers(narrowVgg[kind]));
    await writeLayersModel(folder, model, weights);
    const encoder = await loadEncoder(join(folder, 'model.json'));
    expect(encoder.taps.map(({ name, halvings }) => [name, halvings])).toEqual([
      ['relu1_1', 0],
      ['relu2_1', 1],
      ['relu3_1', 2],
      ['relu4_1', 3],
    ]);
    expect(encoder.taps[encoder.contentTap]!.name).toBe('relu3_1');
    expect(encoder.stages.flat()).toHaveLength(kind === 'vgg16' ? 8 : 9);
    expect(encoder.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('a file with numbered layers behind an input layer gives the activations of the same network in Keras’ layout', async () => {
  const folder = await scratchFolder();
  const layers = randomLayers(narrowVgg.vgg16, 128);
  const { model, weights } = layersModel(layers);
  await writeLayersModel(folder, model, weights);
  const tensors = Object.fromEntries(
    layers.flatMap(({ stage, at, filters, bias }) => [
      [`conv${stage}_${at}.weight`, filters],
      [`conv${stage}_${at}.bias`, bias],
    ]),
  );
  const input = {
    'input.weight': { shape: [3, 3, 1, 1], data: Float32Array.of(0, 0, 255, 0, 255, 0, 255, 0, 0) },
    'input.bias': { shape: [3], data: Float32Array.of(-103.939, -116.779, -123.68) },
  };
  const file = join(folder, 'numbered.safetensors');
  await writeFile(file, safetensors({ ...input, ...tensors }, { pool: 'max 2x2' }));
  const [numbered, keras] = [await loadEncoder(file), await loadEncoder(folder)];
  expect([numbered.name, numbered.pooling, numbered.padding]).toEqual(['vgg16', 'max', 'zeros']);
  const [found, expected] = [await activations(numbered), await activations(keras)];
  expect(found).toHaveLength(4);
  for (const [tap, values] of found.entries())
    expect(relativeDistance(values, expected[tap]!)).toBeLessThan(1e-5);

  await writeFile(file, safetensors({ ...input, ...tensors }, { pool: 'average', padding: 'reflect' }));
  const { pooling, padding } = await loadEncoder(file);
  expect([pooling, padding]).toEqual(['average', 'reflect']);
});

describe('a file in torchvision’s layout', () => {
  const layers = randomLayers(narrowVgg.vgg19);
  const whole = torchvisionTensors(layers);
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));

  test.each([
    ['lacks a bias', without('features.5.bias'), 'has no tensor «features.5.bias»'],
    [
      'lacks a layer',
      without('features.12.weight', 'features.12.bias'),
      'has a gap before its layer features.14',
    ],
    [
      'has filters in another order of axes',
      { ...whole, 'features.2.weight': { ...whole['features.2.weight']!, shape: [3, 3, 4, 4] } },
      'has filters [3, 3, 4, 4] and bias [4] for convolution 1_2, where 3×3 filters for 4 channels are needed',
    ],
    [
      'has layers that do not follow on each other',
      torchvisionTensors(layers.map((layer, at) => (at === 3 ? layers[2]! : layer))),
      'for convolution 2_2, where 3×3 filters for 5 channels are needed',
    ],
    [
      'has another number of layers',
      torchvisionTensors(randomLayers([[4], [5], [6, 6]])),
      'has stages of 1, 1, 2 convolutions, as neither VGG-16 nor VGG-19 has them',
    ],
    [
      'has batch normalisation',
      { ...whole, 'features.1.weight': { shape: [4], data: new Float32Array(4) } },
      'has batch normalisation',
    ],
  ])('that %s is refused in a sentence', async (_, tensors, found) => {
    const file = join(await scratchFolder(), 'weights.safetensors');
    await writeFile(file, safetensors(tensors));
    await expect(loadEncoder(file)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining(found),
    });
  });

  test.each([
    ['PyTorch’s own format', 'PK\x03\x04 and so on', 'is a zip archive, as PyTorch saves weights'],
    ['Keras’ own format', '\x89HDF\r\n\x1a\n and so on', 'is an HDF5 file, as Keras saves weights'],
  ])('in %s is named as what it is', async (_, text, found) => {
    const file = join(await scratchFolder(), 'weights.bin');
    await writeFile(file, Buffer.from(text, 'latin1'));
    await expect(loadEncoder(file)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining(found),
    });
  });

  test('is refused for a tap that it has not', async () => {
    const file = join(await scratchFolder(), 'weights.safetensors');
    await writeFile(file, safetensors(torchvisionTensors(layers.slice(0, 8))));
    await expect(loadEncoder(file, { taps: ['relu1_1', 'relu4_1'] })).rejects.toThrow(
      'has no activation «relu4_1»',
    );
    await expect(loadEncoder(file, { content: 'relu3_4' })).rejects.toThrow(
      'has no tap «relu3_4» for the content',
    );
  });
});

describe('a TensorFlow.js layers model', () => {
  const intact = layersModel(randomLayers(narrowVgg.vgg19));
  const layersOf = (model: LayersModel) => model.modelTopology.model_config.config.layers;

  test.each<[string, (model: LayersModel) => void, string]>([
    [
      'has valid padding',
      (model) => {
        layersOf(model)[1]!.config.padding = 'valid';
      },
      'has a layer «block1_conv1» with padding "valid"',
    ],
    [
      'has layers of another kind',
      (model) => {
        layersOf(model)[3]!.class_name = 'BatchNormalization';
      },
      'has a layer of kind «BatchNormalization»',
    ],
    [
      'has quantised weights',
      (model) => {
        model.weightsManifest[0]!.weights[0]!.dtype = 'uint8';
      },
      'stores «block1_conv1/kernel» other than as float32',
    ],
    [
      'lists weights under other names',
      (model) => {
        model.weightsManifest[0]!.weights[2]!.name = 'kernel';
      },
      'has no weights for its layer «block1_conv2»',
    ],
    [
      'has filters in another order of axes',
      (model) => {
        model.weightsManifest[0]!.weights[2]!.shape = [4, 4, 3, 3];
      },
      'for convolution 1_2, where 3×3 filters for 4 channels are needed',
    ],
    [
      'describes no layers',
      (model) => {
        model.modelTopology = {} as LayersModel['modelTopology'];
      },
      'has a model.json that describes no layers with their weights',
    ],
  ])('that %s is refused in a sentence', async (_, spoil, found) => {
    const model = structuredClone(intact.model);
    spoil(model);
    const folder = await scratchFolder();
    await writeLayersModel(folder, model, intact.weights);
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining(found),
    });
  });

  test.each([
    ['cut short', intact.weights.subarray(0, -6), 'lacks 6 bytes in its parts'],
    ['too long', Buffer.concat([intact.weights, new Uint8Array(4)]), 'has 4 bytes too many in its parts'],
  ])('that is %s is refused in a sentence', async (_, weights, found) => {
    const folder = await scratchFolder();
    await writeLayersModel(folder, intact.model, weights);
    await expect(loadEncoder(folder)).rejects.toThrow(found);
  });

  test('without one of its parts, or without its description, is refused in a sentence', async () => {
    const folder = await scratchFolder();
    await writeLayersModel(folder, intact.model, intact.weights);
    await rm(join(folder, 'part2of2.bin'));
    await expect(loadEncoder(folder)).rejects.toThrow('has no readable part2of2.bin');
    await writeFile(join(folder, 'model.json'), '{"format":');
    await expect(loadEncoder(folder)).rejects.toThrow('has a model.json that is no JSON');
    await rm(join(folder, 'model.json'));
    await expect(loadEncoder(folder)).rejects.toThrow('has no readable model.json');
  });
});

describeWithSharedData('encoders/vgg19-tfjs', 'the folder of VGG-19 with one part of twenty', (folder) => {
  test('is refused with the name of the first part that is missing', async () => {
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining('has no readable group1-shard1of20.bin'),
    });
  });
});

test.each([
  ['a number that is none', (data: Float32Array) => data.fill(Number.NaN, 3, 4), 'that are not finite'],
  [
    'a number without end',
    (data: Float32Array) => data.fill(Number.POSITIVE_INFINITY, 3, 4),
    'that are not finite',
  ],
  ['one number everywhere', (data: Float32Array) => data.fill(0.5), 'are the same'],
])('weights with %s are called broken when they are used', async (_, spoil, words) => {
  const use = async (path: string) => activations(await loadEncoder(path));
  const folder = await scratchFolder();
  const layers = randomLayers(narrowVgg.vgg16);
  spoil(layers[2]!.filters.data);
  const file = join(folder, 'weights.safetensors');
  await writeFile(file, safetensors(torchvisionTensors(layers)));
  await expect(use(file)).rejects.toThrow(words);
  const { model, weights } = layersModel(layers);
  await writeLayersModel(join(folder, 'model'), model, weights);
  await expect(use(join(folder, 'model'))).rejects.toThrow(words);
});

test.each(['../weights.bin', '/dev/zero', '..', 'a/b.bin', ''])(
  'a model that names its part «%s» is refused',
  async (path) => {
    const folder = join(await scratchFolder(), 'model');
    const { model, weights } = layersModel(randomLayers(narrowVgg.vgg16));
    const manifest = [{ ...model.weightsManifest[0]!, paths: [path] }];
    await writeLayersModel(folder, { ...model, weightsManifest: manifest }, weights);
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringMatching(/outside of its folder|no readable/),
    });
  },
);
