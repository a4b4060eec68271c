import {
  add,
  averagePool,
  constant,
  convolution,
  expand,
  join,
  matmul,
  maxPool,
  moments,
  multiply,
  type Node,
  type OperationName,
  pad,
  power,
  putAtMax,
  relu,
  reshape,
  type Shape,
  scale,
  slice,
  subtract,
  sumOfHuber,
  sumOfSquares,
  sumTo,
  transpose,
  upsample,
  where,
} from '../../src/graph/index.js';
import { randomTensor } from './tensors.js';

/** A constant of seeded values. */
export const fixed = (shape: Shape, seed: string): Node => constant(randomTensor(shape, seed), shape);
export const picture: Shape = [1, 3, 6, 4];

/** For each operation: the variable's shape, and uses of the operation on it that between them reach every rule. */
const operationCases: Record<
  Exclude<OperationName, 'weighted' | 'clip'>,
  { shape: Shape; uses: Record<string, (x: Node) => Node> }
> = {
  convolution: {
    shape: picture,
    uses: {
      'keeping the size': (x) =>
        convolution(x, fixed([2, 3, 3, 3], 'f'), { bias: fixed([2], 'b'), padding: 1 }),
      'into many channels': (x) => convolution(x, fixed([5, 3, 3, 3], 'f'), { padding: 1 }),
      'without padding': (x) => convolution(x, fixed([2, 3, 3, 3], 'f'), { padding: 0 }),
      'one by one': (x) => convolution(x, fixed([4, 3, 1, 1], 'f'), { padding: 0 }),
    },
  },
  relu: { shape: picture, uses: { alone: (x) => relu(x) } },
  where: { shape: picture, uses: { 'of the gated value': (x) => where(x, relu(fixed(picture, 'gate'))) } },
  averagePool: { shape: picture, uses: { alone: (x) => averagePool(x) } },
  maxPool: { shape: picture, uses: { alone: (x) => maxPool(x) } },
  putAtMax: { shape: [1, 3, 3, 2], uses: { alone: (x) => putAtMax(x, fixed(picture, 'blocks')) } },
  upsample: { shape: picture, uses: { alone: (x) => upsample(x) } },
  moments: {
    shape: [3, 7],
    uses: {
      'of one region': (x) => moments(x, constant(randomTensor([1, 7], 'w', 0, 1), [1, 7])),
      'of two regions': (x) => moments(x, constant(randomTensor([2, 7], 'w', 0, 1), [2, 7])),
    },
  },
  join: {
    shape: [3, 2],
    uses: { first: (x) => join(x, fixed([3, 4], 'j'), 1), second: (x) => join(fixed([1, 2], 'j'), x, 0) },
  },
  matmul: {
    shape: [3, 4],
    uses: { left: (x) => matmul(x, fixed([4, 5], 'm')), right: (x) => matmul(fixed([2, 3], 'm'), x) },
  },
  transpose: { shape: [3, 4], uses: { alone: (x) => transpose(x) } },
  add: {
    shape: [3, 1],
    uses: {
      repeated: (x) => add(x, fixed([3, 4], 'a')),
      second: (x) => add(fixed([2, 3, 4], 'a'), x),
      twice: (x) => add(x, x),
    },
  },
  subtract: {
    shape: [3, 1],
    uses: { from: (x) => subtract(x, fixed([3, 4], 'a')), of: (x) => subtract(fixed([3, 4], 'a'), x) },
  },
  multiply: {
    shape: [3, 1],
    uses: {
      repeated: (x) => multiply(x, fixed([3, 4], 'a')),
      second: (x) => multiply(fixed([4], 'a'), x),
      'by itself': (x) => multiply(x, x),
    },
  },
  scale: {
    shape: picture,
    uses: {
      once: (x) => scale(x, -2.5),
      twice: (x) => scale(scale(x, 3), 0.5),
      'of a convolution': (x) => scale(convolution(x, fixed([4, 3, 3, 3], 'f'), { padding: 1 }), -2.5),
    },
  },
  power: {
    shape: picture,
    uses: {
      'of squares': (x) => power(multiply(x, x), 1.25),
      twice: (x) => power(power(multiply(x, x), 1.5), 2),
    },
  },
  sumOfSquares: { shape: picture, uses: { alone: (x) => sumOfSquares(x) } },
  sumOfHuber: {
    shape: picture,
    uses: { 'knee within the values': (x) => sumOfHuber(x, constant(Float32Array.of(0.47), [])) },
  },
  sumTo: { shape: [2, 3, 4], uses: { 'a row': (x) => sumTo(x, [1, 4]), 'a scalar': (x) => sumTo(x, []) } },
  expand: { shape: [3, 1], uses: { 'along two axes': (x) => expand(x, [2, 3, 4]) } },
  reshape: { shape: [3, 4], uses: { alone: (x) => reshape(x, [2, 6]) } },
  slice: { shape: picture, uses: { 'of the rows': (x) => slice(x, 2, { start: 1, length: 3 }) } },
  pad: { shape: picture, uses: { 'of the columns': (x) => pad(x, 3, { before: 2, after: 1 }) } },
};

/** A scalar that weighs every element of the result differently. */
export const weighed = (result: Node): Node => sumTo(multiply(result, fixed(result.shape, 'weights')), []);

/** A line of a table for each use. */
export const operationUses = Object.entries(operationCases).flatMap(([name, { shape, uses }]) =>
  Object.entries(uses).map(([how, use]) => ({ name, how, shape, use })),
);
