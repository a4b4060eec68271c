import type * as Tensorflow from '@tensorflow/tfjs';
import type { Node, OperationName } from '../../graph/index.js';

/** The library, whichever of its packages it comes from. */
export type Tf = typeof Tensorflow;
export type Tensor = Tensorflow.Tensor;

/** One operation in the library's terms, from tensors for the inputs of `node`. */
type Rule = (inputs: readonly Tensor[], node: Node) => Tensor;

type Rules = Partial<Record<OperationName, Rule>>;

/** The operations of the graph's language in the terms of TensorFlow.js, which has channels last. */
export function rulesOf(tf: Tf): Record<OperationName, Rule> {
  return { ...imageRules(tf), ...arithmeticRules(tf), ...sumRules(tf), ...shapeRules(tf) };
}

/** Of pictures, `[batch, channel, row, column]`. */
function imageRules(tf: Tf) {
  const channelsLast = (x: Tensor): Tensorflow.Tensor4D =>
    tf.transpose(x, [0, 2, 3, 1]) as Tensorflow.Tensor4D;
  const channelsFirst = (x: Tensor): Tensor => tf.transpose(x, [0, 3, 1, 2]);
  const maxPool = (x: Tensor): Tensor => tf.maxPool(channelsLast(x), 2, 2, 'valid');
  return {
    convolution: ([x, filters, bias], { attributes }) => {
      const padding = attributes.padding as number;
      const kernel = tf.transpose(filters!, [2, 3, 1, 0]) as Tensorflow.Tensor4D;
      const padded = tf.pad(channelsLast(x!), [
        [0, 0],
        [padding, padding],
        [padding, padding],
        [0, 0],
      ]);
      const result = tf.conv2d(padded as Tensorflow.Tensor4D, kernel, 1, 'valid');
      return channelsFirst(bias === undefined ? result : tf.add(result, bias));
    },
    averagePool: ([x]) => channelsFirst(tf.avgPool(channelsLast(x!), 2, 2, 'valid')),
    maxPool: ([x]) => channelsFirst(maxPool(x!)),
    putAtMax: ([values, x]) => tf.grad((from) => tf.sum(tf.mul(maxPool(from), channelsLast(values!))))(x!),
    upsample: ([x]) => {
      const [batch, channels, rows, columns] = x!.shape as [number, number, number, number];
      const blocks = tf.tile(tf.reshape(x!, [batch, channels, rows, 1, columns, 1]), [1, 1, 1, 2, 1, 2]);
      return tf.reshape(blocks, [batch, channels, rows * 2, columns * 2]);
    },
  } satisfies Rules;
}

function arithmeticRules(tf: Tf) {
  const weighted = (features: Tensor, weights: Tensor): Tensor => {
    const rowsAt = features.rank - 2;
    const ones = features.shape.map((size, axis) => (axis === rowsAt ? 1 : size));
    const rows = tf.concat([features, tf.ones(ones)], rowsAt);
    const each = tf.split(weights, weights.shape[rowsAt]!, rowsAt);
    return tf.concat(
      each.map((row) => tf.mul(rows, row)),
      rowsAt,
    );
  };
  return {
    relu: ([x]) => tf.relu(x!),
    where: ([x, gate]) => tf.mul(x!, tf.step(gate!)),
    moments: ([features, weights]) => tf.matMul(features!, weighted(features!, weights!), false, true),
    weighted: ([features, weights]) => weighted(features!, weights!),
    matmul: ([a, b]) => tf.matMul(a!, b!),
    add: ([a, b]) => tf.add(a!, b!),
    subtract: ([a, b]) => tf.sub(a!, b!),
    multiply: ([a, b]) => tf.mul(a!, b!),
    scale: ([x], { attributes }) => tf.mul(x!, attributes.factor as number),
    power: ([x], { attributes }) => tf.pow(x!, attributes.exponent as number),
    clip: ([x, limit]) => tf.minimum(tf.maximum(x!, tf.neg(limit!)), limit!),
  } satisfies Rules;
}

function sumRules(tf: Tf) {
  const sumBehind = (x: Tensor, kept: number): Tensor =>
    tf.sum(
      x,
      x.shape.flatMap((_, axis) => (axis < kept ? [] : [axis])),
    );
  return {
    sumOfSquares: ([x], { attributes }) => sumBehind(tf.square(x!), attributes.kept as number),
    sumOfHuber: ([x, knee], { attributes }) => {
      const beyond = tf.relu(tf.sub(tf.abs(x!), knee!));
      return sumBehind(tf.sub(tf.square(x!), tf.square(beyond)), attributes.kept as number);
    },
    sumTo: ([x], { shape }) => {
      const lead = x!.rank - shape.length;
      const axes = x!.shape.flatMap((size, axis) =>
        axis < lead || shape[axis - lead]! < size ? [axis] : [],
      );
      return tf.reshape(tf.sum(x!, axes, true), [...shape]);
    },
  } satisfies Rules;
}

function shapeRules(tf: Tf) {
  return {
    join: ([a, b], { attributes }) => tf.concat([a!, b!], attributes.axis as number),
    transpose: ([x]) => tf.transpose(x!, x!.rank === 2 ? [1, 0] : [0, 2, 1]),
    expand: ([x], { shape }) => tf.broadcastTo(x!, [...shape]),
    reshape: ([x], { shape }) => tf.reshape(x!, [...shape]),
    slice: ([x], { attributes: { axis, start, length } }) => {
      const begin = x!.shape.map((_, at) => (at === axis ? (start as number) : 0));
      const size = x!.shape.map((whole, at) => (at === axis ? (length as number) : whole));
      return tf.slice(x!, begin, size);
    },
    pad: ([x], { attributes: { axis, before, after } }) => {
      const around = [before as number, after as number] as [number, number];
      return tf.pad(
        x!,
        x!.shape.map((_, at): [number, number] => (at === axis ? around : [0, 0])),
      );
    },
  } satisfies Rules;
}
