import type { StoredTensor, TensorFile } from '../safetensors.js';
import {
  type Convolution,
  type Fail,
  type Network,
  type Padding,
  type Tensors,
  tensorOf,
} from './network.js';

/** Convolutions in each of the five stages (Simonyan and Zisserman 2015, table 1, columns D and E). */
const depths = { vgg16: [2, 2, 3, 3, 3], vgg19: [2, 2, 4, 4, 4] } as const;

/** The taps for a style, as Gatys et al. 2016 have them but for the deepest, which costs much and changes little here. */
const styleTaps = ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1'];
const contentTap = 'relu3_1';

/** What a network expects of its input: `matrix · (RGB in 0..1 − mean)`. */
interface InputOfVgg {
  readonly mean: readonly number[];
  /** A row for each channel that the first filters see, a column for each of R, G and B. */
  readonly matrix: readonly (readonly number[])[];
}

/** ImageNet's mean and deviation, for torchvision's models. */
const torchvisionInput: InputOfVgg = {
  mean: [0.485, 0.456, 0.406],
  matrix: [
    [1 / 0.229, 0, 0],
    [0, 1 / 0.224, 0],
    [0, 0, 1 / 0.225],
  ],
};

/** BGR in 0..255 minus ImageNet's means, for models that Keras took over from Caffe. */
export const caffeInput: InputOfVgg = {
  mean: [123.68 / 255, 116.779 / 255, 103.939 / 255],
  matrix: [
    [0, 0, 255],
    [0, 255, 0],
    [255, 0, 0],
  ],
};

/** A convolution as a file stores it, filters already `[out, in, 3, 3]`. Stages count from 1. */
export interface StoredLayer {
  readonly stage: number;
  readonly filters: StoredTensor;
  readonly bias: StoredTensor;
}

/**
 * A VGG from its layers in their order; a file may end after any of them. Tells VGG-16 and VGG-19 apart by the number
 * of convolutions in a stage. Throws what `fail` makes when the layers do not follow on each other.
 */
export function vggNetwork(
  layers: readonly StoredLayer[],
  { padding, ...input }: InputOfVgg & { readonly padding: Padding },
  fail: Fail,
): Network {
  const stages: Convolution[][] = [];
  let channels = 3;
  for (const [at, { stage, filters, bias }] of layers.entries()) {
    if (stage < stages.length || stage > stages.length + 1)
      throw fail(`has a convolution of stage ${stage} where stage ${stages.length + 1} begins`);
    stages[stage - 1] ??= [];
    const here = stages[stage - 1]!;
    const layer = `${stage}_${here.length + 1}`;
    const [outs] = filters.shape;
    if (filters.shape.join() !== [outs, channels, 3, 3].join() || bias.shape.join() !== `${outs}`) {
      throw fail(
        `has filters [${filters.shape.join(', ')}] and bias [${bias.shape.join(', ')}] for convolution ${layer}, where 3×3 filters for ${channels} channels are needed`,
      );
    }
    here.push({ name: `relu${layer}`, filters: at === 0 ? folded(filters, input.matrix) : filters, bias });
    channels = outs!;
  }
  const found = stages.map((stage) => stage.length);
  const fits = (depth: readonly number[]): boolean =>
    found.every((count, at) => (at < found.length - 1 ? count === depth[at] : count <= depth[at]!));
  const [name, ...more] = Object.entries(depths).flatMap(([each, depth]) => (fits(depth) ? [each] : []));
  if (name === undefined || found.length === 0) {
    throw fail(
      `has stages of ${found.join(', ') || 'no'} convolutions, as neither VGG-16 nor VGG-19 has them`,
    );
  }
  const present = new Set(stages.flat().map((layer) => layer.name));
  return {
    name: more.length > 0 ? 'vgg' : name,
    mean: input.mean,
    padding,
    pooling: 'max',
    stages,
    taps: styleTaps.filter((tap) => present.has(tap)),
    content: present.has(contentTap) ? contentTap : 'relu1_1',
  };
}

/** First filters that see RGB: those of the file times the matrix before them. */
function folded({ shape, data }: StoredTensor, matrix: InputOfVgg['matrix']): StoredTensor {
  const area = shape[2]! * shape[3]!;
  const result = data.map((_, at) => {
    const [base, channel, place] = [at - (at % (3 * area)), Math.floor(at / area) % 3, at % area];
    return matrix.reduce((sum, row, from) => sum + row[channel]! * data[base + from * area + place]!, 0);
  });
  return { shape, data: result };
}

/** True for names like torchvision's: `features.0.weight`. */
export function isTorchvision({ tensors }: TensorFile): boolean {
  return tensors.has('features.0.weight');
}

/**
 * Reads torchvision's layout: filters `features.N.weight` as `[out, in, 3, 3]`, where N also counts the ReLU after each
 * convolution and the pooling between stages; zero padding. The classifier is left alone.
 */
export function readTorchvision({ tensors }: TensorFile, fail: Fail): Network {
  if (tensors.has('features.1.weight'))
    throw fail('has batch normalisation, which style transfer does without');
  const places = [...tensors.keys()]
    .flatMap((name) => name.match(/^features\.(\d+)\.weight$/)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  let stage = 1;
  const layers = places.map((place, at): StoredLayer => {
    const step = at === 0 ? 0 : place - places[at - 1]!;
    if (at > 0 && step !== 2 && step !== 3) throw fail(`has a gap before its layer features.${place}`);
    if (step === 3) stage++;
    return layerOf({ tensors, fail }, `features.${place}`, stage);
  });
  return vggNetwork(layers, { ...torchvisionInput, padding: 'zeros' }, fail);
}

/** True for layers that are called `conv3_1`, behind a 1×1 convolution called `input`. */
export function isNumbered({ tensors }: TensorFile): boolean {
  return tensors.has('conv1_1.weight') && tensors.has('input.weight');
}

/**
 * Reads the layout of the normalised VGG-19 (Gatys et al. 2016, section 2): `conv3_1.weight` as `[out, in, 3, 3]`, and
 * `input`, a 1×1 convolution from RGB in 0..1. The metadata's `padding` and `pool` are followed; without them, zeros and max.
 */
export function readNumbered({ tensors, metadata }: TensorFile, fail: Fail): Network {
  const names = [...tensors.keys()].flatMap((name) => name.match(/^(conv\d_\d)\.weight$/)?.[1] ?? []).sort();
  const layers = names.map((name) => layerOf({ tensors, fail }, name, Number(name[4])));
  const matrix = tensorOf({ tensors, fail }, 'input.weight', [3, 3, 1, 1]).data;
  const bias = tensorOf({ tensors, fail }, 'input.bias', [3]).data;
  const rows = [0, 1, 2].map((row) => [...matrix.subarray(3 * row, 3 * row + 3)]);
  const whole = determinant(rows);
  if (whole === 0) throw fail('has an input layer that loses a colour');
  // Cramer's rule for the colour that the input layer makes zero.
  const mean = [0, 1, 2].map(
    (column) =>
      -determinant(rows.map((row, at) => row.map((value, each) => (each === column ? bias[at]! : value)))) /
      whole,
  );
  const padding = metadata.padding === 'reflect' ? 'reflect' : 'zeros';
  const pooling = metadata.pool?.startsWith('average') ? 'average' : 'max';
  return { ...vggNetwork(layers, { mean, matrix: rows, padding }, fail), pooling };
}

function layerOf({ tensors, fail }: Tensors, name: string, stage: number): StoredLayer {
  const [filters, bias] = [tensors.get(`${name}.weight`), tensors.get(`${name}.bias`)];
  if (filters === undefined || bias === undefined) throw fail(`has no tensor «${name}.bias»`);
  return { stage, filters, bias };
}

function determinant(rows: readonly (readonly number[])[]): number {
  const [a, b, c, d, e, f, g, h, i] = rows.flat() as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
