import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { inOrder, type Program } from '../../src/graph/index.js';
import { contentProgram, objectiveProgram, port, statisticsProgram } from '../../src/nst/objective.js';
import { smallEncoder } from '../support/small-encoder.js';
import { randomTensor, relativeDistance } from '../support/tensors.js';
import { interpret } from '../support/tfjs.js';

const encoder = smallEncoder();
const sidePx = 32;

function inputsOf(program: Program): { name: string; shape: readonly number[] }[] {
  return inOrder(Object.values(program.outputs)).flatMap(({ name, shape }) =>
    name === undefined ? [] : [{ name, shape }],
  );
}

function randomFeeds(program: Program): Record<string, Float32Array> {
  return Object.fromEntries(
    inputsOf(program).map(({ name, shape }) => {
      const value = randomTensor(shape, name, 0, 1);
      const total = value.reduce((sum, each) => sum + each, 0);
      return [name, name.startsWith('weights.') ? value.map((each) => each / total) : value];
    }),
  );
}

describe('the objective', () => {
  const program = objectiveProgram(encoder, sidePx);
  const feeds = randomFeeds(program);
  let ours: Readonly<Record<string, Float32Array>>;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    ours = await (await onnxruntimeCpu({ threads: 1 }).compile(program)).run(feeds);
  });

  const theirs = Object.fromEntries(
    inputsOf(program).map(({ name, shape }) => [name, tf.tensor(feeds[name]!, [...shape])]),
  );
  const lossOnly = { outputs: { [port.loss]: program.outputs[port.loss]! } };

  test('has the loss that TensorFlow.js computes from the same graph', () => {
    const loss = interpret(lossOnly, theirs)[port.loss]!.dataSync()[0]!;
    expect(Math.abs(ours[port.loss]![0]! / loss - 1)).toBeLessThan(1e-5);
  });

  test('has the gradient that TensorFlow.js finds by its own differentiation', () => {
    const gradient = tf.grad((image) =>
      interpret(lossOnly, { ...theirs, [port.image]: image })[port.loss]!.asScalar(),
    );
    const expected = gradient(theirs[port.image]!).dataSync();
    expect(relativeDistance(ours[port.gradient]!, expected)).toBeLessThan(1e-5);
  });

  test('is the sum of its parts', () => {
    const parts = Object.entries(ours).filter(([name]) => name.startsWith(port.part('')));
    expect(parts).toHaveLength(4 * 2 * 2 + 2);
    const sum = parts.reduce((total, [, value]) => total + value[0]!, 0);
    expect(sum / ours[port.loss]![0]!).toBeCloseTo(1, 5);
  });

  test('is nothing where the picture has the statistics and the content that are asked for', async () => {
    const image = randomTensor([1, 3, sidePx, sidePx], 'picture', 0, 1);
    const weights = Object.fromEntries(Object.entries(feeds).filter(([name]) => name.startsWith('weights.')));
    const backend = onnxruntimeCpu({ threads: 1 });
    const statistics = await (await backend.compile(statisticsProgram(encoder, sidePx))).run({
      [port.image]: image,
      ...weights,
    });
    const content = await (await backend.compile(contentProgram(encoder, sidePx))).run({
      [port.image]: image,
    });
    const result = await (await backend.compile(program)).run({
      ...feeds,
      ...statistics,
      ...content,
      [port.image]: image,
      [port.variationFactor]: Float32Array.of(0),
    });
    expect(result[port.loss]![0]!).toBeLessThan(1e-9);
    expect(Math.max(...result[port.gradient]!.map(Math.abs))).toBeLessThan(1e-6);
  });
});
