import { fileURLToPath } from 'node:url';
import {
  averagePool,
  constant,
  convolution,
  join,
  maxPool,
  type Node,
  relu,
  slice,
  subtract,
} from '../../graph/index.js';
import { type LoadedNetwork, loadNetwork } from './reading/index.js';
import {
  type Convolution,
  failing,
  type Metric,
  type Network,
  type Padding,
  type Pooling,
} from './reading/network.js';

/** An activation whose features are looked at. */
export interface Tap {
  /** Name of the activation: `relu3_1`, or in our own encoders `relu3` for the last one of stage 3. */
  readonly name: string;
  readonly channels: number;
  /** How often the picture is halved before: the stride is 2 to this power. */
  readonly halvings: number;
  /** Places at the border whose features have seen padding enough to be left out of the statistics. */
  readonly border: number;
  /** Where its statistics are compared. */
  readonly metric: Metric | undefined;
}

/** A feature extractor: stages of convolutions, most of them followed by ReLU, with a 2×2 pooling between stages. */
export interface Encoder extends Omit<Network, 'taps' | 'content'> {
  /** SHA-256 of the weights, hexadecimal. */
  readonly sha256: string;
  /** Finest first. */
  readonly taps: readonly Tap[];
  /** Index of the tap whose features carry the content. */
  readonly contentTap: number;
}

/** What may be chosen beside the weights. */
export interface EncoderOptions {
  /** Names of activations, finest first; by default those that suit the network. */
  readonly taps?: readonly string[];
  /** One of the taps. */
  readonly content?: string;
  /** By default as the network was trained. */
  readonly pooling?: Pooling;
  /** By default as the file says. */
  readonly padding?: Padding;
}

/** Encoders that come with the product. */
export const includedEncoders = ['compact', 'rich'] as const;
export type IncludedEncoder = (typeof includedEncoders)[number];

/** The weights of an encoder that comes with the product. */
export function includedEncoderFile(name: IncludedEncoder): string {
  return fileURLToPath(new URL(`../../../src/nst/weights/${name}.safetensors`, import.meta.url));
}

/** The one that is used unless another is chosen. */
export const compactEncoderFile = includedEncoderFile('compact');

/**
 * Reads an encoder from its weights: a safetensors file of ours, in torchvision's layout, or with numbered layers; or
 * the folder (or its `model.json`) of a VGG as a TensorFlow.js layers model. What a file holds is told from the file.
 * Throws AbecedaryError `encoder` with a sentence when it cannot be used.
 */
export async function loadEncoder(path: string, options: EncoderOptions = {}): Promise<Encoder> {
  return encoderOf(await loadNetwork(path), options);
}

/** An encoder of a network, with its taps found. Throws AbecedaryError `encoder` when one is not there. */
export function encoderOf({ network, sha256, file }: LoadedNetwork, options: EncoderOptions = {}): Encoder {
  const { name, mean, stages } = network;
  const fail = failing('an encoder', file, 'choose another file or other taps');
  const taps = (options.taps ?? network.taps).map((tap) => tapOf(stages, tap) ?? tap);
  const absent = taps.filter((tap) => typeof tap === 'string');
  if (absent.length > 0) throw fail(`has no activation «${absent.join('», «')}»`);
  const content = options.content ?? network.content;
  const contentTap = taps.findIndex((tap) => (tap as Tap).name === content);
  if (contentTap < 0) throw fail(`has no tap «${content}» for the content`);
  return {
    name,
    sha256,
    mean,
    padding: options.padding ?? network.padding,
    pooling: options.pooling ?? network.pooling,
    stages: upTo(stages, taps as Tap[]),
    taps: taps as Tap[],
    contentTap,
  };
}

/** The layers that some tap needs. */
function upTo(stages: Network['stages'], taps: readonly Tap[]): Network['stages'] {
  const deepest = Math.max(...taps.map((tap) => tap.halvings));
  const isTap = ({ name }: Convolution): boolean => taps.some((tap) => tap.name === name);
  return stages
    .slice(0, deepest + 1)
    .map((stage, at) => (at === deepest ? stage.slice(0, stage.findLastIndex(isTap) + 1) : stage));
}

function tapOf(stages: Network['stages'], name: string): Tap | undefined {
  for (const [halvings, stage] of stages.entries()) {
    const at = stage.findIndex((layer) => layer.name === name);
    if (at >= 0) {
      const { bias, metric } = stage[at]!;
      // Filters since the pooling bring places that saw the padding; what came before is halved away.
      const border = stage.slice(0, at + 1).reduce((sum, layer) => sum + reach(layer), 0);
      return { name, channels: bias.shape[0]!, halvings, border, metric };
    }
  }
  return undefined;
}

/** Number of values of a tap's mean, as it is compared; its covariance has the square of that. */
export const comparedChannels = ({ channels, metric }: Tap): number => metric?.weight.shape[0] ?? channels;

/** Values that the encoder makes of one pixel, in all of its layers: what memory and time grow with. */
export function valuesPerPixel({ stages }: Pick<Encoder, 'stages'>): number {
  return stages
    .flatMap((stage, at) => stage.map(({ bias }) => bias.shape[0]! / 4 ** at))
    .reduce((sum, each) => sum + each, 0);
}

/** Sides of pictures are multiples of it: the deepest tap's. */
export function stridePx({ taps }: Pick<Encoder, 'taps'>): number {
  return 2 ** Math.max(...taps.map(({ halvings }) => halvings));
}

/** How far from a pixel a picture may change without any change of the features that see it. */
export function receptivePx({ stages }: Pick<Encoder, 'stages'>): number {
  return stages
    .flatMap((stage, at) => stage.map((layer) => reach(layer) * 2 ** at))
    .reduce((sum, each) => sum + each, 0);
}

/**
 * The encoder's taps for a picture `[1, 3, H, W]` of RGB in 0..1: one node per tap, `[1, C, H/2ʰ, W/2ʰ]` for h halvings.
 * H and W must halve that often.
 */
export function encode(image: Node, encoder: Encoder): Node[] {
  const activations = new Map<string, Node>();
  // Taken off before the first convolution, so that its zero padding stands for the mean colour and not for black.
  let features = subtract(image, constant(Float32Array.from(encoder.mean), [1, 3, 1, 1]));
  for (const [at, stage] of encoder.stages.entries()) {
    if (at > 0) features = encoder.pooling === 'max' ? maxPool(features) : averagePool(features);
    for (const layer of stage) {
      const outputs = convolve(features, layer, encoder.padding);
      features = layer.linear ? outputs : relu(outputs);
      activations.set(layer.name, features);
    }
  }
  return encoder.taps.map((tap) => activations.get(tap.name)!);
}

function convolve(features: Node, layer: Convolution, padding: Padding): Node {
  const { filters, bias } = layer;
  const width = reach(layer);
  const [kernel, shift] = [constant(filters.data, filters.shape), constant(bias.data, bias.shape)];
  if (padding === 'zeros') return convolution(features, kernel, shift, width);
  return convolution(reflected(reflected(features, 2, width), 3, width), kernel, shift, 0);
}

/** How many places to each side its filters see. */
const reach = ({ filters }: Convolution): number => (filters.shape[2]! - 1) / 2;

/** `width` places more at both ends of an axis, mirrored at the outermost place. */
function reflected(features: Node, axis: number, width: number): Node {
  const size = features.shape[axis]!;
  let result = features;
  for (let at = 1; at <= width; at++) {
    const [before, after] = [slice(features, axis, at, 1), slice(features, axis, size - 1 - at, 1)];
    result = join(join(before, result, axis), after, axis);
  }
  return result;
}
