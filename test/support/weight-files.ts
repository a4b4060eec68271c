import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shape } from '../../src/graph/index.js';
import { randomTensor } from './tensors.js';

/** One tensor to be written, float32. */
export interface WrittenTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** The bytes of a safetensors file of float32 tensors. */
export function safetensors(
  tensors: Readonly<Record<string, WrittenTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let size = 0;
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    const from = size;
    size += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [from, size] }] as const;
  });
  const header = new TextEncoder().encode(
    JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }),
  );
  const bytes = new Uint8Array(8 + header.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** One convolution of a network for tests: filters `[out, in, 3, 3]`. */
export interface SmallLayer {
  /** From 1. */
  readonly stage: number;
  readonly at: number;
  readonly filters: WrittenTensor;
  readonly bias: WrittenTensor;
}

/** Stages of convolutions like those of VGG-16 and VGG-19, but narrow. */
export const narrowVgg = {
  vgg16: [
    [4, 4],
    [5, 5],
    [6, 6, 6],
    [7, 7, 7],
    [8, 8, 8],
  ],
  vgg19: [
    [4, 4],
    [5, 5],
    [6, 6, 6, 6],
    [7, 7, 7, 7],
    [8, 8, 8, 8],
  ],
} as const;

/** Random layers, for an input whose values lie about ±`range`. */
export function randomLayers(widths: readonly (readonly number[])[], range = 1): SmallLayer[] {
  let channels = 3;
  return widths.flatMap((stage, stageAt) =>
    stage.map((width, at): SmallLayer => {
      const spread = Math.sqrt(6 / (9 * channels)) / (stageAt + at === 0 ? range : 1);
      const shape = [width, channels, 3, 3];
      channels = width;
      const seed = `${stageAt} ${at}`;
      return {
        stage: stageAt + 1,
        at: at + 1,
        filters: { shape, data: randomTensor(shape, `filters ${seed}`, -spread, spread) },
        bias: { shape: [width], data: randomTensor([width], `bias ${seed}`, -0.1, 0.1) },
      };
    }),
  );
}

/** The tensors of a file in torchvision's layout, with the first layer of a classifier. */
export function torchvisionTensors(layers: readonly SmallLayer[]): Record<string, WrittenTensor> {
  const tensors: Record<string, WrittenTensor> = {};
  let place = 0;
  layers.forEach(({ stage, filters, bias }, at) => {
    if (at > 0) place += stage === layers[at - 1]!.stage ? 2 : 3;
    tensors[`features.${place}.weight`] = filters;
    tensors[`features.${place}.bias`] = bias;
  });
  tensors['classifier.0.weight'] = { shape: [2, 3], data: new Float32Array(6) };
  return tensors;
}

/** The description of a Keras model of these layers and the bytes of its weights. */
export function layersModel(layers: readonly SmallLayer[]): { model: LayersModel; weights: Uint8Array } {
  const listed: ModelLayer[] = [
    { class_name: 'InputLayer', config: { name: 'input_1', batch_input_shape: [null, null, null, 3] } },
  ];
  const specs: WeightSpec[] = [];
  const values: Float32Array[] = [];
  for (const [index, { stage, at, filters, bias }] of layers.entries()) {
    if (index > 0 && at === 1) listed.push(pooling(stage - 1));
    const name = `block${stage}_conv${at}`;
    const [outs, ins] = filters.shape as [number, number, number, number];
    listed.push({
      class_name: 'Conv2D',
      config: { name, ...convolution, filters: outs },
    });
    specs.push({ name: `${name}/kernel`, shape: [3, 3, ins, outs], dtype: 'float32' });
    specs.push({ name: `${name}/bias`, shape: [outs], dtype: 'float32' });
    values.push(placesFirst(filters.data, outs, ins), bias.data);
  }
  listed.push(pooling(5));
  const weights = Buffer.concat(values.map((each) => new Uint8Array(each.buffer)));
  const inbound = (at: number): unknown[] => (at === 0 ? [] : [[[listed[at - 1]!.config.name, 0, 0, {}]]]);
  const graph = {
    name: 'vgg',
    layers: listed.map((layer, at) => ({ ...layer, name: layer.config.name, inbound_nodes: inbound(at) })),
    input_layers: [['input_1', 0, 0]],
    output_layers: [[listed.at(-1)!.config.name, 0, 0]],
  };
  return {
    model: {
      format: 'layers-model',
      modelTopology: {
        keras_version: '2.2.4',
        backend: 'tensorflow',
        model_config: { class_name: 'Model', config: graph },
      },
      weightsManifest: [{ paths: ['part1of2.bin', 'part2of2.bin'], weights: specs }],
    },
    weights,
  };
}

interface ModelLayer {
  class_name: string;
  config: Record<string, unknown>;
}
interface WeightSpec {
  name: string;
  shape: number[];
  dtype: string;
}
/** What `model.json` holds. */
export interface LayersModel {
  format: string;
  modelTopology: {
    keras_version: string;
    backend: string;
    model_config: { class_name: string; config: { layers: ModelLayer[]; [key: string]: unknown } };
  };
  weightsManifest: { paths: string[]; weights: WeightSpec[] }[];
}

const convolution = {
  trainable: true,
  dtype: 'float32',
  kernel_size: [3, 3],
  strides: [1, 1],
  padding: 'same',
  data_format: 'channels_last',
  dilation_rate: [1, 1],
  activation: 'relu',
  use_bias: true,
};

function pooling(stage: number): ModelLayer {
  const config = { pool_size: [2, 2], padding: 'valid', strides: [2, 2], data_format: 'channels_last' };
  return { class_name: 'MaxPooling2D', config: { name: `block${stage}_pool`, ...config } };
}

/** Filters `[out, in, place]` as `[place, in, out]`. */
function placesFirst(data: Float32Array, outs: number, ins: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let out = 0; out < outs; out++)
    for (let from = 0; from < ins; from++)
      for (let place = 0; place < 9; place++)
        result[(place * ins + from) * outs + out] = data[(out * ins + from) * 9 + place]!;
  return result;
}

/** Writes a layers model into a folder, its weights in two parts. */
export async function writeLayersModel(
  folder: string,
  model: LayersModel,
  weights: Uint8Array,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const middle = weights.length >> 1;
  await writeFile(join(folder, 'model.json'), JSON.stringify(model));
  await writeFile(join(folder, 'part1of2.bin'), weights.subarray(0, middle));
  await writeFile(join(folder, 'part2of2.bin'), weights.subarray(middle));
}
