import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import {
  constant,
  gradient,
  input,
  maxPool,
  multiply,
  relu,
  type Shape,
  sumTo,
} from '../../src/graph/index.js';
import { randomTensor } from '../support/tensors.js';
import { interpret } from '../support/tfjs.js';

async function gradientOf(values: Float32Array, shape: Shape): Promise<Float32Array> {
  const x = input('x', shape);
  const [batch, channels, rows, columns] = shape as [number, number, number, number];
  const pooled: Shape = [batch, channels, rows / 2, columns / 2];
  const weigh = constant(randomTensor(pooled, 'weights', 1, 2), pooled);
  const value = sumTo(multiply(relu(maxPool(x)), weigh), []);
  const program = await onnxruntimeCpu({ threads: 1 }).compile({ outputs: { found: gradient(value, x) } });
  const ours = (await program.run({ x: values })).found!.slice();
  const theirs = tf.grad((at) => interpret({ outputs: { value } }, { x: at }).value!.asScalar());
  expect([...ours]).toEqual([...theirs(tf.tensor(values, [...shape])).dataSync()]);
  return ours;
}

describe('the gradient of max pooling', () => {
  test('goes to the largest place of each block, as in TensorFlow.js', async () => {
    const shape = [2, 3, 6, 8];
    const found = await gradientOf(randomTensor(shape, 'x'), shape);
    expect(found.filter((value) => value !== 0).length).toBeLessThanOrEqual(found.length / 4);
  });

  test('goes to the first place of a block whose places are equal, as in TensorFlow.js', async () => {
    const found = await gradientOf(new Float32Array(16).fill(0.5), [1, 1, 4, 4]);
    const places = [...found.keys()].filter((place) => found[place] !== 0);
    expect(places).toEqual([0, 2, 8, 10]);
  });
});
