import { z } from 'zod';
import type { StoredTensor, TensorFile } from '../safetensors.js';
import {
  type Convolution,
  type Fail,
  type Metric,
  type Network,
  paddings,
  poolings,
  type Tensors,
  tensorOf,
} from './network.js';

/** The format that training/ writes: the file describes its own architecture. */
export const ownFormat = 'abecedary-encoder';

/**
 * Reads an encoder of ours. The last activation of stage 3 is called `relu3`, those before it `relu3_1`, `relu3_2`, …
 * Taps are the last activations of all stages, or those that the file names.
 */
export function readOwnFile({ metadata, tensors }: TensorFile, fail: Fail): Network {
  const { mean, std, stages: widths, linear, pool, padding } = architectureOf(metadata, fail);
  const pooling = poolings.find((each) => each === (pool ?? 'average'));
  if (pooling === undefined) throw fail(`asks for pooling «${pool}»`);
  const edge = paddings.find((each) => each === (padding ?? 'zeros'));
  if (edge === undefined) throw fail(`asks for padding «${padding}»`);

  let channels = 3;
  const stages = widths.map((stage, stageAt) =>
    stage.map((width, at): Convolution => {
      const tensor = `stage${stageAt + 1}.conv${at + 1}`;
      const kernel = tensors.get(`${tensor}.weight`)?.shape[2] ?? 3;
      const filters = tensorOf({ tensors, fail }, `${tensor}.weight`, [width, channels, kernel, kernel]);
      channels = width;
      return {
        name: `relu${stageAt + 1}${at === stage.length - 1 ? '' : `_${at + 1}`}`,
        filters: stageAt + at === 0 ? divided(filters, std) : filters,
        bias: tensorOf({ tensors, fail }, `${tensor}.bias`, [width]),
        linear: linear?.[stageAt]?.[at],
        metric: metricOf({ tensors, fail }, `${tensor}.metric`, width),
      };
    }),
  );
  const taps = tapsOf(metadata, fail);
  return {
    name: metadata.name ?? 'unnamed',
    mean,
    padding: edge,
    pooling,
    stages,
    taps: taps ?? stages.map((_, at) => `relu${at + 1}`),
    content: metadata.content ?? '',
  };
}

/** An activation's metric, of as many rows as it has, where the file has one. */
function metricOf(file: Tensors, name: string, channels: number): Metric | undefined {
  const rows = file.tensors.get(`${name}.weight`)?.shape[0];
  if (rows === undefined) return undefined;
  return {
    weight: tensorOf(file, `${name}.weight`, [rows, channels]),
    bias: tensorOf(file, `${name}.bias`, [rows]),
  };
}

const three = z.tuple([z.number(), z.number(), z.number()]);
const architectureSchema = z.object({
  mean: three,
  std: three.refine((values) => values.every((value) => value !== 0)),
  /** Channels of every convolution. */
  stages: z.array(z.array(z.int().min(1).max(65_536)).min(1)).min(1),
  /** Which of them no ReLU follows. */
  linear: z.array(z.array(z.boolean()).min(1)).optional(),
  pool: z.unknown().optional(),
  padding: z.unknown().optional(),
});

function architectureOf(metadata: TensorFile['metadata'], fail: Fail): z.output<typeof architectureSchema> {
  const { data } = architectureSchema.safeParse(parsed(metadata.architecture ?? 'null', fail));
  if (data === undefined) throw fail('does not describe its architecture');
  return data;
}

function tapsOf({ taps }: TensorFile['metadata'], fail: Fail): string[] | undefined {
  if (taps === undefined) return undefined;
  const { data } = z.array(z.string()).min(1).safeParse(parsed(taps, fail));
  if (data === undefined) throw fail('names its taps in another form');
  return data;
}

function parsed(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fail('describes itself in something that is no JSON', cause);
  }
}

/** First filters with the division of the input by its deviation folded in. */
function divided({ shape, data }: StoredTensor, deviation: readonly number[]): StoredTensor {
  const area = shape[2]! * shape[3]!;
  return { shape, data: data.map((value, at) => value / deviation[Math.floor(at / area) % 3]!) };
}
