import * as tf from '@tensorflow/tfjs';
import { inOrder, type Node, type OperationName, type Program } from '../../src/graph/index.js';

type Rule = (inputs: readonly tf.Tensor[], node: Node) => tf.Tensor;

const channelsLast = (x: tf.Tensor): tf.Tensor4D => tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D;
const channelsFirst = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [0, 3, 1, 2]);

/** The operations again, written in another library's terms, so that its differentiation can judge ours. */
const rules: Record<OperationName, Rule> = {
  convolution: ([x, filters, bias], { attributes }) => {
    const padding = attributes.padding as number;
    const kernel = tf.transpose(filters!, [2, 3, 1, 0]) as tf.Tensor4D;
    const padded = tf.pad(channelsLast(x!), [
      [0, 0],
      [padding, padding],
      [padding, padding],
      [0, 0],
    ]);
    const result = tf.conv2d(padded as tf.Tensor4D, kernel, 1, 'valid');
    return channelsFirst(bias === undefined ? result : tf.add(result, bias));
  },
  relu: ([x]) => tf.relu(x!),
  where: ([x, gate]) => tf.mul(x!, tf.step(gate!)),
  averagePool: ([x]) => channelsFirst(tf.avgPool(channelsLast(x!), 2, 2, 'valid')),
  maxPool: ([x]) => channelsFirst(tf.maxPool(channelsLast(x!), 2, 2, 'valid')),
  putAtMax: ([values, x]) => {
    const pool = (from: tf.Tensor): tf.Tensor => tf.maxPool(channelsLast(from), 2, 2, 'valid');
    return tf.grad((from) => tf.sum(tf.mul(pool(from), channelsLast(values!))))(x!);
  },
  upsample: ([x]) => {
    const [batch, channels, rows, columns] = x!.shape as [number, number, number, number];
    const blocks = tf.tile(tf.reshape(x!, [batch, channels, rows, 1, columns, 1]), [1, 1, 1, 2, 1, 2]);
    return tf.reshape(blocks, [batch, channels, rows * 2, columns * 2]);
  },
  moments: ([features, weights], node) =>
    tf.matMul(features!, rules.weighted([features!, weights!], node), false, true),
  weighted: ([features, weights]) => {
    const rows = tf.concat([features!, tf.ones([1, features!.shape[1]!])], 0);
    return tf.concat(
      tf.split(weights!, weights!.shape[0]!).map((each) => tf.mul(rows, each)),
      0,
    );
  },
  join: ([a, b], { attributes }) => tf.concat([a!, b!], attributes.axis as number),
  matmul: ([a, b]) => tf.matMul(a!, b!),
  transpose: ([x]) => tf.transpose(x!, [1, 0]),
  add: ([a, b]) => tf.add(a!, b!),
  subtract: ([a, b]) => tf.sub(a!, b!),
  multiply: ([a, b]) => tf.mul(a!, b!),
  scale: ([x], { attributes }) => tf.mul(x!, attributes.factor as number),
  power: ([x], { attributes }) => tf.pow(x!, attributes.exponent as number),
  sumOfSquares: ([x]) => tf.sum(tf.square(x!)),
  sumOfHuber: ([x, knee]) => {
    const beyond = tf.relu(tf.sub(tf.abs(x!), knee!));
    return tf.sum(tf.sub(tf.square(x!), tf.square(beyond)));
  },
  clip: ([x, limit]) => tf.minimum(tf.maximum(x!, tf.neg(limit!)), limit!),
  sumTo: ([x], { shape }) => {
    const lead = x!.rank - shape.length;
    const axes = x!.shape.flatMap((size, axis) => (axis < lead || shape[axis - lead]! < size ? [axis] : []));
    return tf.reshape(tf.sum(x!, axes, true), [...shape]);
  },
  expand: ([x], { shape }) => tf.broadcastTo(x!, [...shape]),
  reshape: ([x], { shape }) => tf.reshape(x!, [...shape]),
  slice: ([x], { attributes: { axis, start, length } }) => {
    const begin = x!.shape.map((_, at) => (at === axis ? (start as number) : 0));
    const size = x!.shape.map((whole, at) => (at === axis ? (length as number) : whole));
    return tf.slice(x!, begin, size);
  },
  pad: ([x], { attributes: { axis, before, after } }) =>
    tf.pad(
      x!,
      x!.shape.map((_, at): [number, number] => (at === axis ? [before as number, after as number] : [0, 0])),
    ),
};

/** Values of the program's outputs, computed by TensorFlow.js from tensors for its inputs. */
export function interpret(
  program: Program,
  feeds: Readonly<Record<string, tf.Tensor>>,
): Record<string, tf.Tensor> {
  const values = new Map<Node, tf.Tensor>();
  for (const node of inOrder(Object.values(program.outputs))) {
    if (node.operation === 'input') values.set(node, feeds[node.name!]!);
    else if (node.operation === 'constant') values.set(node, tf.tensor(node.data!, [...node.shape]));
    else {
      const inputs = node.inputs.map((each) => values.get(each)!);
      values.set(node, rules[node.operation as OperationName](inputs, node));
    }
  }
  return Object.fromEntries(Object.entries(program.outputs).map(([name, node]) => [name, values.get(node)!]));
}
