import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AbecedaryError } from '../errors.js';
import { averagePool, constant, convolution, type Node, relu, subtract } from '../graph/index.js';
import { parseSafetensors, type StoredTensor } from './safetensors.js';

/** One 3×3 convolution: filters `[out, in, 3, 3]`, bias `[out]`. */
export interface Convolution {
  readonly filters: StoredTensor;
  readonly bias: StoredTensor;
}

/**
 * A feature extractor: stages of 3×3 convolutions, each followed by ReLU, with 2×2 average pooling between stages.
 * The last activation of each stage is a tap, named `relu1`, `relu2`, … from the finest.
 */
export interface Encoder {
  readonly name: string;
  /** SHA-256 of the weights file, hexadecimal. */
  readonly sha256: string;
  /** Per channel, subtracted from RGB in 0..1 before anything else. */
  readonly mean: readonly number[];
  /** Per channel, divided by after the mean. */
  readonly deviation: readonly number[];
  readonly stages: readonly (readonly Convolution[])[];
  /** Index of the tap whose features carry the content. */
  readonly contentTap: number;
}

/** The encoder that comes with the product. */
export const compactEncoderFile = fileURLToPath(
  new URL('../../src/nst/weights/compact.safetensors', import.meta.url),
);

/** Reads an encoder from its safetensors file. Throws AbecedaryError `encoder` with a sentence when it cannot be used. */
export async function loadEncoder(file: string): Promise<Encoder> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new AbecedaryError(
      'encoder',
      `Expected encoder weights at ${file}, but the file cannot be read; install the package again.`,
      { cause },
    );
  }
  const { metadata, tensors } = parseSafetensors(bytes, file);
  const fail = (found: string): AbecedaryError =>
    new AbecedaryError(
      'encoder',
      `Expected an abecedary encoder, but ${file} ${found}; use a file that training/ exported.`,
    );
  if (metadata.format !== 'abecedary-encoder' || metadata.architecture === undefined)
    throw fail('is of another kind');

  const {
    mean,
    std,
    stages: widths,
  } = JSON.parse(metadata.architecture) as { mean: number[]; std: number[]; stages: number[][] };
  const tensor = (name: string, shape: readonly number[]): StoredTensor => {
    const found = tensors.get(name);
    if (found?.shape.join() !== shape.join()) throw fail(`has no tensor «${name}» of shape [${shape}]`);
    return found;
  };
  let channels = 3;
  const stages = widths.map((stage, stageAt) =>
    stage.map((width, at) => {
      const name = `stage${stageAt + 1}.conv${at + 1}`;
      const filters = tensor(`${name}.weight`, [width, channels, 3, 3]);
      channels = width;
      return { filters, bias: tensor(`${name}.bias`, [width]) };
    }),
  );
  const contentTap = Number(metadata.content?.replace('relu', '')) - 1;
  if (stages[contentTap] === undefined) throw fail(`names «${metadata.content}» for its content tap`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: metadata.name ?? 'unnamed', sha256, mean, deviation: std, stages, contentTap };
}

/**
 * The encoder's taps for a picture `[1, 3, H, W]` of RGB in 0..1: one node per stage, `[1, C, H/2ˢ, W/2ˢ]` for stage s from 0.
 * H and W must halve as often as there are stages after the first.
 */
export function encode(image: Node, encoder: Encoder): Node[] {
  const taps: Node[] = [];
  // Taken off before the first convolution, so that its zero padding stands for the mean colour and not for black.
  let features = subtract(image, constant(Float32Array.from(encoder.mean), [1, 3, 1, 1]));
  encoder.stages.forEach((stage, stageAt) => {
    if (stageAt > 0) features = averagePool(features);
    stage.forEach((layer, at) => {
      features = relu(convolve(features, stageAt + at === 0 ? normalising(layer, encoder) : layer));
    });
    taps.push(features);
  });
  return taps;
}

function convolve(features: Node, { filters, bias }: Convolution): Node {
  return convolution(features, constant(filters.data, filters.shape), constant(bias.data, bias.shape), 1);
}

/** The first layer with the division by the deviation folded into its filters. */
function normalising(layer: Convolution, encoder: Encoder): Convolution {
  const data = layer.filters.data.map((value, at) => value / encoder.deviation[Math.floor(at / 9) % 3]!);
  return { filters: { shape: layer.filters.shape, data }, bias: layer.bias };
}
