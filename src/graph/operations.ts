import { type Attributes, constant, elementCount, type Node, type Shape } from './node.js';

/** What one operation means to the graph: its result's shape, and the gradient with respect to its inputs. */
export interface Operation {
  /** Shape of the result. Throws RangeError when the inputs do not fit. */
  shape(inputs: readonly Shape[], attributes: Attributes): Shape;
  /**
   * Gradient of a scalar with respect to each input, given its gradient `upstream` (of the result's shape) with
   * respect to the result. `undefined` where no gradient flows: masks, weights.
   */
  gradient(node: Node, upstream: Node): readonly (Node | undefined)[];
}

function same(name: string, shapes: readonly Shape[]): Shape {
  const [first, ...rest] = shapes;
  for (const shape of rest) {
    if (shape.join() !== first!.join())
      throw new RangeError(`${name}: shapes [${first}] and [${shape}] differ`);
  }
  return first!;
}

function broadcast(name: string, [left, right]: readonly Shape[]): Shape {
  const rank = Math.max(left!.length, right!.length);
  const size = (shape: Shape, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [a, b] = [size(left!, axis), size(right!, axis)];
    if (a !== b && a !== 1 && b !== 1)
      throw new RangeError(`${name}: shapes [${left}] and [${right}] do not fit`);
    return Math.max(a, b);
  });
}

function image(
  name: string,
  shape: Shape | undefined,
): [batch: number, channels: number, rows: number, columns: number] {
  if (shape?.length !== 4) throw new RangeError(`${name}: expected four axes, got [${shape}]`);
  return [shape[0]!, shape[1]!, shape[2]!, shape[3]!];
}

function halved(name: string, shape: Shape | undefined): Shape {
  const [batch, channels, rows, columns] = image(name, shape);
  if (rows % 2 !== 0 || columns % 2 !== 0) throw new RangeError(`${name}: ${rows}x${columns} does not halve`);
  return [batch, channels, rows / 2, columns / 2];
}

/** Filters `[out, in, row, column]` of the convolution that carries gradients back: channels swapped, turned by 180°. */
function transposedFilters(filters: Node): Node {
  if (filters.data === undefined) throw new RangeError('convolution: a gradient needs constant filters');
  const [outs, ins, rows, columns] = image('convolution', filters.shape);
  const turned = new Float32Array(filters.data.length);
  for (let out = 0; out < outs; out++) {
    for (let from = 0; from < ins; from++) {
      const area = rows * columns;
      const source = (out * ins + from) * area;
      const target = (from * outs + out) * area;
      for (let at = 0; at < area; at++) turned[target + area - 1 - at] = filters.data[source + at]!;
    }
  }
  return constant(turned, [ins, outs, rows, columns]);
}

/** The operations of the language. Each has its shape rule and its gradient rule side by side. */
export const operations = {
  /** Cross-correlation of x `[N, C, H, W]` with filters `[O, C, k, k]`, stride 1, `padding` zeros on each side; bias `[O]`. */
  convolution: {
    shape: ([x, filters], { padding }) => {
      const [batch, channels, rows, columns] = image('convolution', x);
      const [outs, ins, height, width] = image('convolution', filters);
      if (ins !== channels)
        throw new RangeError(`convolution: filters for ${ins} channels, input of ${channels}`);
      const grow = 2 * (padding as number) + 1;
      return [batch, outs, rows + grow - height, columns + grow - width];
    },
    gradient: ({ inputs: [, filters], attributes }, upstream) => [
      convolution(
        upstream,
        transposedFilters(filters!),
        undefined,
        filters!.shape[2]! - 1 - (attributes.padding as number),
      ),
      undefined,
      undefined,
    ],
  },
  relu: {
    shape: (shapes) => same('relu', shapes),
    gradient: (node, upstream) => [where(upstream, node)],
  },
  /** The first input where the second is above zero, else 0. No gradient flows to the second. */
  where: {
    shape: (shapes) => same('where', shapes),
    gradient: ({ inputs: [, gate] }, upstream) => [where(upstream, gate!), undefined],
  },
  /** Mean of each 2×2 block. */
  averagePool: {
    shape: ([x]) => halved('averagePool', x),
    gradient: (_, upstream) => [upsample(scale(upstream, 0.25))],
  },
  /** Largest value of each 2×2 block. */
  maxPool: {
    shape: ([x]) => halved('maxPool', x),
    gradient: ({ inputs: [x] }, upstream) => [putAtMax(upstream, x!)],
  },
  /**
   * Each value of the first input where the second has the largest value of its 2×2 block (of equal ones the first, row by row),
   * zeros elsewhere. No gradient flows to the second.
   */
  putAtMax: {
    shape: ([values, x]) => {
      same('putAtMax', [values!, halved('putAtMax', x)]);
      return x!;
    },
    gradient: ({ inputs: [values, x] }, upstream) => {
      const ones = constant(new Float32Array(elementCount(values!.shape)).fill(1), values!.shape);
      return [scale(averagePool(multiply(upstream, putAtMax(ones, x!))), 4), undefined];
    },
  },
  /** Each value repeated in a 2×2 block. */
  upsample: {
    shape: ([x]) => {
      const [batch, channels, rows, columns] = image('upsample', x);
      return [batch, channels, rows * 2, columns * 2];
    },
    gradient: (_, upstream) => [scale(averagePool(upstream), 4)],
  },
  /**
   * Moments of features `[C, P]` within R regions at once, weighted by place `[R, P]`: `[C, R·(C + 1)]`, for each region the
   * second moments F·diag(w)·Fᵀ and, as its last column, the mean F·wᵀ. No gradient flows to the weights.
   */
  moments: {
    shape: ([features, weights]) => {
      if (features?.length !== 2 || weights?.length !== 2 || weights[1] !== features[1]) {
        throw new RangeError(`moments: features [${features}] and weights [${weights}] do not fit`);
      }
      return [features[0]!, weights[0]! * (features[0]! + 1)];
    },
    gradient: ({ inputs: [features, weights] }, upstream) => {
      const channels = features!.shape[0]!;
      const columns = Array.from({ length: weights!.shape[0]! }, (_, region) => {
        const second = slice(upstream, 1, region * (channels + 1), channels);
        const mean = slice(upstream, 1, region * (channels + 1) + channels, 1);
        return join(add(second, transpose(second)), mean, 1);
      });
      const both = columns.reduce((left, right) => join(left, right, 1));
      return [matmul(both, weighted(features!, weights!)), undefined];
    },
  },
  /** Features `[C, P]` and a row of ones, times the weights `[R, P]` of each region: `[R·(C + 1), P]`. For `moments`. */
  weighted: {
    shape: ([features, weights]) => [weights![0]! * (features![0]! + 1), features![1]!],
    gradient: () => {
      throw new RangeError('weighted: has no gradient of its own');
    },
  },
  /** The two inputs one after the other along `axis`. */
  join: {
    shape: ([a, b], { axis }) => {
      const rest = (shape: Shape): string => shape.map((size, at) => (at === axis ? '' : size)).join();
      if (rest(a!) !== rest(b!)) throw new RangeError(`join: [${a}] and [${b}] do not fit`);
      return a!.map((size, at) => (at === axis ? size + b![at]! : size));
    },
    gradient: ({ inputs: [a, b], attributes: { axis } }, upstream) => {
      const [first, second] = [a!.shape[axis as number]!, b!.shape[axis as number]!];
      return [slice(upstream, axis as number, 0, first), slice(upstream, axis as number, first, second)];
    },
  },
  matmul: {
    shape: ([a, b]) => {
      if (a?.length !== 2 || b?.length !== 2 || a[1] !== b[0])
        throw new RangeError(`matmul: [${a}] and [${b}] do not fit`);
      return [a[0]!, b[1]!];
    },
    gradient: ({ inputs: [a, b] }, upstream) => [
      matmul(upstream, transpose(b!)),
      matmul(transpose(a!), upstream),
    ],
  },
  transpose: {
    shape: ([x]) => {
      if (x?.length !== 2) throw new RangeError(`transpose: expected two axes, got [${x}]`);
      return [x[1]!, x[0]!];
    },
    gradient: (_, upstream) => [transpose(upstream)],
  },
  add: {
    shape: (shapes) => broadcast('add', shapes),
    gradient: ({ inputs: [a, b] }, upstream) => [sumTo(upstream, a!.shape), sumTo(upstream, b!.shape)],
  },
  subtract: {
    shape: (shapes) => broadcast('subtract', shapes),
    gradient: ({ inputs: [a, b] }, upstream) => [
      sumTo(upstream, a!.shape),
      sumTo(scale(upstream, -1), b!.shape),
    ],
  },
  multiply: {
    shape: (shapes) => broadcast('multiply', shapes),
    gradient: ({ inputs: [a, b] }, upstream) => [
      sumTo(multiply(upstream, b!), a!.shape),
      sumTo(multiply(upstream, a!), b!.shape),
    ],
  },
  /** Times a fixed `factor`. */
  scale: {
    shape: (shapes) => same('scale', shapes),
    gradient: ({ attributes }, upstream) => [scale(upstream, attributes.factor as number)],
  },
  /** Values from 0 on to a fixed `exponent` above 1. */
  power: {
    shape: (shapes) => same('power', shapes),
    gradient: ({ inputs: [x], attributes }, upstream) => {
      const exponent = attributes.exponent as number;
      return [multiply(scale(upstream, exponent), power(x!, exponent - 1))];
    },
  },
  /** Sum of all squares, a scalar. */
  sumOfSquares: {
    shape: () => [],
    gradient: ({ inputs: [x] }, upstream) => [multiply(x!, scale(upstream, 2))],
  },
  /** Sum of Huber's function of x with the knee k, a scalar above 0: x² up to k, 2·k·|x| − k² beyond. No gradient flows to k. */
  sumOfHuber: {
    shape: () => [],
    gradient: ({ inputs: [x, knee] }, upstream) => [multiply(clip(x!, knee!), scale(upstream, 2)), undefined],
  },
  /** x, but no further from 0 than the second input, a scalar. For `sumOfHuber`. */
  clip: {
    shape: ([x]) => x!,
    gradient: () => {
      throw new RangeError('clip: has no gradient of its own');
    },
  },
  /** Sum over the axes along which `shape` is 1 or missing. */
  sumTo: {
    shape: ([x], { shape }) => {
      const target = shape as readonly number[];
      if (broadcast('sumTo', [x!, target]).join() !== x!.join())
        throw new RangeError(`sumTo: [${x}] to [${target}]`);
      return target;
    },
    gradient: ({ inputs: [x] }, upstream) => [expand(upstream, x!.shape)],
  },
  /** Repeated along axes of size 1 until it has `shape`. */
  expand: {
    shape: ([x], { shape }) => broadcast('expand', [x!, shape as readonly number[]]),
    gradient: ({ inputs: [x] }, upstream) => [sumTo(upstream, x!.shape)],
  },
  reshape: {
    shape: ([x], { shape }) => {
      const target = shape as readonly number[];
      if (elementCount(x!) !== elementCount(target)) throw new RangeError(`reshape: [${x}] to [${target}]`);
      return target;
    },
    gradient: ({ inputs: [x] }, upstream) => [reshape(upstream, x!.shape)],
  },
  /** `length` places of one axis from `start` on. */
  slice: {
    shape: ([x], { axis, start, length }) => {
      if ((start as number) + (length as number) > x![axis as number]!)
        throw new RangeError(`slice: leaves [${x}]`);
      return x!.map((size, at) => (at === axis ? (length as number) : size));
    },
    gradient: ({ inputs: [x], attributes: { axis, start, length } }, upstream) => [
      pad(
        upstream,
        axis as number,
        start as number,
        x!.shape[axis as number]! - (start as number) - (length as number),
      ),
    ],
  },
  /** Zeros set before and after along one axis. */
  pad: {
    shape: ([x], { axis, before, after }) =>
      x!.map((size, at) => (at === axis ? size + (before as number) + (after as number) : size)),
    gradient: ({ inputs: [x], attributes: { axis, before } }, upstream) => [
      slice(upstream, axis as number, before as number, x!.shape[axis as number]!),
    ],
  },
} satisfies Record<string, Operation>;

/** Name of an operation of the language. */
export type OperationName = keyof typeof operations;

function apply(operation: OperationName, inputs: readonly Node[], attributes: Attributes = {}): Node {
  const rule: Operation = operations[operation];
  const shape = rule.shape(
    inputs.map((node) => node.shape),
    attributes,
  );
  return { operation, inputs, attributes, shape };
}

export function convolution(x: Node, filters: Node, bias: Node | undefined, padding: number): Node {
  return apply('convolution', bias === undefined ? [x, filters] : [x, filters, bias], { padding });
}
export const relu = (x: Node): Node => apply('relu', [x]);
export const where = (x: Node, gate: Node): Node => apply('where', [x, gate]);
export const averagePool = (x: Node): Node => apply('averagePool', [x]);
export const maxPool = (x: Node): Node => apply('maxPool', [x]);
export const putAtMax = (values: Node, x: Node): Node => apply('putAtMax', [values, x]);
export const upsample = (x: Node): Node => apply('upsample', [x]);
export const moments = (features: Node, weights: Node): Node => apply('moments', [features, weights]);
const weighted = (features: Node, weights: Node): Node => apply('weighted', [features, weights]);
export const join = (a: Node, b: Node, axis: number): Node => apply('join', [a, b], { axis });
export const matmul = (a: Node, b: Node): Node => apply('matmul', [a, b]);
export const transpose = (x: Node): Node => apply('transpose', [x]);
export const add = (a: Node, b: Node): Node => apply('add', [a, b]);
export const subtract = (a: Node, b: Node): Node => apply('subtract', [a, b]);
export const multiply = (a: Node, b: Node): Node => apply('multiply', [a, b]);
export const power = (x: Node, exponent: number): Node => apply('power', [x], { exponent });
export const sumOfHuber = (x: Node, knee: Node): Node => apply('sumOfHuber', [x, knee]);
const clip = (x: Node, limit: Node): Node => apply('clip', [x, limit]);
export const sumOfSquares = (x: Node): Node => apply('sumOfSquares', [x]);

/** Times a fixed factor; a chain of factors becomes one, and a convolution's filters take it over. */
export function scale(x: Node, factor: number): Node {
  if (factor === 1) return x;
  const [from, filters, bias] = x.inputs;
  if (x.operation === 'convolution' && filters!.data !== undefined && bias === undefined) {
    const scaled = constant(
      filters!.data.map((value) => factor * value),
      filters!.shape,
    );
    return convolution(from!, scaled, undefined, x.attributes.padding as number);
  }
  if (x.operation === 'scale') return scale(x.inputs[0]!, (x.attributes.factor as number) * factor);
  return apply('scale', [x], { factor });
}

export function sumTo(x: Node, shape: Shape): Node {
  return x.shape.join() === shape.join() ? x : apply('sumTo', [x], { shape });
}

export function expand(x: Node, shape: Shape): Node {
  return x.shape.join() === shape.join() ? x : apply('expand', [x], { shape });
}

export function reshape(x: Node, shape: Shape): Node {
  return x.shape.join() === shape.join() ? x : apply('reshape', [x], { shape });
}

export function slice(x: Node, axis: number, start: number, length: number): Node {
  return apply('slice', [x], { axis, start, length });
}

export function pad(x: Node, axis: number, before: number, after: number): Node {
  return apply('pad', [x], { axis, before, after });
}
