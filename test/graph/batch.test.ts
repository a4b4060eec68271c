import { describe, expect, it, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import {
  add,
  batched,
  convolution,
  expand,
  gradient,
  inOrder,
  input,
  join,
  matmul,
  moments,
  multiply,
  type Node,
  type Program,
  putAtMax,
  relu,
  reshape,
  type Shape,
  samplesShape,
  sumOfHuber,
  sumOfSquares,
  sumTo,
  where,
} from '../../src/graph/index.js';
import { fixed, operationUses, picture, weighed } from '../support/operation-cases.js';
import { expectEachAlone, feedsOfSamples, runOnce, together } from '../support/samples.js';

const cpu = onnxruntimeCpu({ threads: 1 });

/** A result, a scalar of it, and its gradient. */
function followed(x: Node, use: (x: Node) => Node): Program {
  const result = use(x);
  const value = weighed(result);
  return { outputs: { result, value, gradient: gradient(value, x) } };
}

describe('three samples at once are what they are alone', () => {
  test.each(operationUses)('$name, $how', async ({ shape, use }) => {
    const program = followed(input('x', shape), use);
    await expectEachAlone(cpu, program, feedsOfSamples(program, 3), 1e-6);
  });

  const gated: Shape = [1, 3, 3, 2];
  test.each<[string, Shape, (x: Node) => Node]>([
    ['moments with weights of their own', [3, 4], (x) => moments(x, input('w', [2, 4]))],
    ['gates of their own', picture, (x) => where(x, relu(input('gate', picture)))],
    ['places of their own', gated, (x) => putAtMax(x, input('z', picture))],
    ['one knee of their own each', picture, (x) => sumOfHuber(x, input('knee', []))],
    ['a scalar for a picture', [], (x) => multiply(x, input('y', picture))],
    ['a picture for a scalar', picture, (x) => multiply(x, input('y', []))],
    ['a matrix for a picture', [6, 4], (x) => add(x, input('y', picture))],
    ['a row for a block', [4], (x) => multiply(x, input('y', [2, 3, 4]))],
    ['two matrices', [3, 4], (x) => matmul(x, input('y', [4, 2]))],
    ['two values along the channels', picture, (x) => join(x, input('y', [1, 2, 6, 4]), 1)],
    ['the square of a scalar', [], (x) => sumOfSquares(x)],
    ['Huber’s function of a scalar', [], (x) => sumOfHuber(x, input('knee', []))],
    ['a row for a picture', [4], (x) => expand(reshape(x, [1, 1, 1, 4]), picture)],
  ])('%s', async (_, shape, use) => {
    const program = followed(input('x', shape), use);
    await expectEachAlone(cpu, program, feedsOfSamples(program, 3), 1e-6);
  });

  it('also where something is the same for all of them', async () => {
    const program = {
      outputs: { fixed: fixed([2, 3], 'c'), gate: where(fixed(picture, 'd'), relu(input('x', picture))) },
    };
    await expectEachAlone(cpu, program, feedsOfSamples(program, 3), 0);
  });
});

describe('the gradient of many samples is that of each', () => {
  test.each(operationUses)('$name, $how', async ({ shape, use }) => {
    const alone = followed(input('x', shape), use);
    const { value } = batched({ outputs: { value: alone.outputs.value! } }, 3).outputs;
    const x = inOrder([value!]).find(({ name }) => name === 'x')!;
    const all = { outputs: { gradient: gradient(sumTo(value!, []), x) } };
    const feeds = together(feedsOfSamples(alone, 3));
    const found = await runOnce(cpu, all, feeds);
    const wanted = await runOnce(cpu, batched(alone, 3), feeds);
    expect(found.gradient!.length).toBe(wanted.gradient!.length);
    for (const [at, slope] of wanted.gradient!.entries())
      expect(Math.abs(found.gradient![at]! - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
  });
});

describe('samples', () => {
  it('lie along the first of four axes, or else along a new one', () => {
    expect(samplesShape([1, 3, 6, 4], 5)).toEqual([5, 3, 6, 4]);
    expect(samplesShape([], 5)).toEqual([5]);
    expect(samplesShape([1, 7], 5)).toEqual([5, 1, 7]);
    expect(() => samplesShape([2, 3, 6, 4], 5)).toThrow('four axes must begin with 1');
  });

  it('share the filters of a convolution, or are refused', () => {
    const own = convolution(input('x', picture), input('f', [1, 3, 3, 3]), { padding: 1 });
    expect(() => batched({ outputs: { own } }, 2)).toThrow('samples must share filters and bias');
  });

  it('are one program, in which constants are there once', () => {
    const filters = fixed([2, 3, 3, 3], 'f');
    const { y } = batched(
      { outputs: { y: convolution(input('x', picture), filters, { padding: 1 }) } },
      4,
    ).outputs;
    expect(y!.inputs[1]).toBe(filters);
    expect(y!.shape).toEqual([4, 2, 6, 4]);
  });
});
