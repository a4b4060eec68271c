import { type Attributes, constant, elementCount, type Node, type Shape, samplesShape } from './node.js';

/** What one operation means to the graph: its result's shape, the gradient with respect to its inputs, and how many samples go through it at once. */
export interface Operation {
  /** Shape of the result. Throws RangeError when the inputs do not fit. */
  shape(inputs: readonly Shape[], attributes: Attributes): Shape;
  /**
   * Gradient of a scalar with respect to each input, given its gradient `upstream` (of the result's shape) with
   * respect to the result. `undefined` where no gradient flows: masks, weights.
   */
  gradient(node: Node, upstream: Node): readonly (Node | undefined)[];
  /**
   * What does to `count` samples at once what `node` does to one (`samplesShape` says how they lie). `inputs` hold the samples of the
   * node's inputs; one that all samples share is the node's own. At least one is not.
   */
  samples(node: Node, inputs: readonly Node[], count: number): Node;
}

/** The samples of an input, also where all share it: as often as there are samples. */
function apart(own: Node, given: Node, count: number): Node {
  if (given !== own) return given;
  return expand(reshape(own, samplesShape(own.shape, 1)), samplesShape(own.shape, count));
}

/** `shape` with axes of size 1 before it, until it has `rank` axes. */
function raised(shape: Shape, rank: number): Shape {
  return [...Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape];
}

/** The samples of an input so that they meet those of values of `rank` axes as one of it meets one of them. */
function aligned(own: Node, given: Node, rank: number, count: number): Node {
  return given === own ? own : reshape(given, samplesShape(raised(own.shape, rank), count));
}

/** The axis of samples that is the given one of a single sample. */
function shifted(axis: number, { shape }: Node): number {
  return shape.length === 4 ? axis : axis + 1;
}

/** For operations on two values that meet place by place. */
function placewise(build: (a: Node, b: Node) => Node): Operation['samples'] {
  return ({ inputs, shape }, given, count) => {
    const [a, b] = inputs.map((own, at) => aligned(own, given[at]!, shape.length, count));
    return build(a!, b!);
  };
}

/** A value for each of some samples, so that it meets all that the sample has in values of `shape`; a scalar stays one. */
function opened(x: Node, shape: Shape): Node {
  if (x.shape.length === 0) return x;
  return reshape(
    x,
    shape.map((_, axis) => x.shape[axis] ?? 1),
  );
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

/** Sizes of features and of the weights of regions, whose samples may lie along a first axis. */
export function momentSizes(features: Shape, weights: Shape) {
  const [channels, places] = features.slice(-2) as [number, number];
  return { lead: features.slice(0, -2), channels, places, regions: weights.at(-2)! };
}

/** The operations of the language. Each has its shape rule, its gradient rule and its rule for samples side by side. */
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
    samples: ({ inputs, attributes }, [x, filters, bias]) => {
      if (filters !== inputs[1] || bias !== inputs[2])
        throw new RangeError('convolution: samples must share filters and bias');
      return convolution(x!, filters!, bias, attributes.padding as number);
    },
  },
  relu: {
    shape: (shapes) => same('relu', shapes),
    gradient: (node, upstream) => [where(upstream, node)],
    samples: (_, [x]) => relu(x!),
  },
  /** The first input where the second is above zero, else 0. No gradient flows to the second. */
  where: {
    shape: (shapes) => same('where', shapes),
    gradient: ({ inputs: [, gate] }, upstream) => [where(upstream, gate!), undefined],
    samples: ({ inputs: [x, gate] }, given, count) =>
      where(apart(x!, given[0]!, count), apart(gate!, given[1]!, count)),
  },
  /** Mean of each 2×2 block. */
  averagePool: {
    shape: ([x]) => halved('averagePool', x),
    gradient: (_, upstream) => [upsample(scale(upstream, 0.25))],
    samples: (_, [x]) => averagePool(x!),
  },
  /** Largest value of each 2×2 block. */
  maxPool: {
    shape: ([x]) => halved('maxPool', x),
    gradient: ({ inputs: [x] }, upstream) => [putAtMax(upstream, x!)],
    samples: (_, [x]) => maxPool(x!),
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
    samples: ({ inputs: [values, x] }, given, count) =>
      putAtMax(apart(values!, given[0]!, count), apart(x!, given[1]!, count)),
  },
  /** Each value repeated in a 2×2 block. */
  upsample: {
    shape: ([x]) => {
      const [batch, channels, rows, columns] = image('upsample', x);
      return [batch, channels, rows * 2, columns * 2];
    },
    gradient: (_, upstream) => [scale(averagePool(upstream), 4)],
    samples: (_, [x]) => upsample(x!),
  },
  /**
   * Moments of features `[C, P]` within R regions at once, weighted by place `[R, P]`: `[C, R·(C + 1)]`, for each region the
   * second moments F·diag(w)·Fᵀ and, as its last column, the mean F·wᵀ; or all of these for samples, along a first axis. No
   * gradient flows to the weights.
   */
  moments: {
    shape: ([features, weights]) => {
      const { lead, channels, places, regions } = momentSizes(features!, weights!);
      if (weights!.join() !== [...lead, regions, places].join()) {
        throw new RangeError(`moments: features [${features}] and weights [${weights}] do not fit`);
      }
      return [...lead, channels, regions * (channels + 1)];
    },
    gradient: ({ inputs: [features, weights] }, upstream) => {
      const { lead, channels, regions } = momentSizes(features!.shape, weights!.shape);
      const along = lead.length + 1;
      const columns = Array.from({ length: regions }, (_, region) => {
        const second = slice(upstream, along, region * (channels + 1), channels);
        const mean = slice(upstream, along, region * (channels + 1) + channels, 1);
        return join(add(second, transpose(second)), mean, along);
      });
      const both = columns.reduce((left, right) => join(left, right, along));
      return [matmul(both, weighted(features!, weights!)), undefined];
    },
    samples: ({ inputs: [features, weights] }, given, count) =>
      moments(apart(features!, given[0]!, count), apart(weights!, given[1]!, count)),
  },
  /** Features `[C, P]` and a row of ones, times the weights `[R, P]` of each region: `[R·(C + 1), P]`. For `moments`. */
  weighted: {
    shape: ([features, weights]) => {
      const { lead, channels, places, regions } = momentSizes(features!, weights!);
      return [...lead, regions * (channels + 1), places];
    },
    gradient: () => {
      throw new RangeError('weighted: has no gradient of its own');
    },
    samples: ({ inputs: [features, weights] }, given, count) =>
      weighted(apart(features!, given[0]!, count), apart(weights!, given[1]!, count)),
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
    samples: (node, given, count) => {
      const [a, b] = node.inputs.map((own, at) => apart(own, given[at]!, count));
      return join(a!, b!, shifted(node.attributes.axis as number, node));
    },
  },
  /** Product of two matrices, or of those of samples along a first axis, which one of the two may lack. */
  matmul: {
    shape: ([a, b]) => {
      const known = [a!, b!].every(({ length }) => length === 2 || length === 3);
      if (!known || a!.at(-1) !== b!.at(-2)) throw new RangeError(`matmul: [${a}] and [${b}] do not fit`);
      const lead = broadcast('matmul', [a!.slice(0, -2), b!.slice(0, -2)]);
      return [...lead, a!.at(-2)!, b!.at(-1)!];
    },
    gradient: ({ inputs: [a, b] }, upstream) => [
      sumTo(matmul(upstream, transpose(b!)), a!.shape),
      sumTo(matmul(transpose(a!), upstream), b!.shape),
    ],
    samples: (_, [a, b]) => matmul(a!, b!),
  },
  /** Rows and columns of a matrix changed for each other; of those of samples, for each. */
  transpose: {
    shape: ([x]) => {
      if (x?.length !== 2 && x?.length !== 3)
        throw new RangeError(`transpose: expected matrices, got [${x}]`);
      return [...x.slice(0, -2), x.at(-1)!, x.at(-2)!];
    },
    gradient: (_, upstream) => [transpose(upstream)],
    samples: (_, [x]) => transpose(x!),
  },
  add: {
    shape: (shapes) => broadcast('add', shapes),
    gradient: ({ inputs: [a, b] }, upstream) => [sumTo(upstream, a!.shape), sumTo(upstream, b!.shape)],
    samples: placewise((a, b) => add(a, b)),
  },
  subtract: {
    shape: (shapes) => broadcast('subtract', shapes),
    gradient: ({ inputs: [a, b] }, upstream) => [
      sumTo(upstream, a!.shape),
      sumTo(scale(upstream, -1), b!.shape),
    ],
    samples: placewise((a, b) => subtract(a, b)),
  },
  multiply: {
    shape: (shapes) => broadcast('multiply', shapes),
    gradient: ({ inputs: [a, b] }, upstream) => [
      sumTo(multiply(upstream, b!), a!.shape),
      sumTo(multiply(upstream, a!), b!.shape),
    ],
    samples: placewise((a, b) => multiply(a, b)),
  },
  /** Times a fixed `factor`. */
  scale: {
    shape: (shapes) => same('scale', shapes),
    gradient: ({ attributes }, upstream) => [scale(upstream, attributes.factor as number)],
    samples: ({ attributes }, [x]) => scale(x!, attributes.factor as number),
  },
  /** Values from 0 on to a fixed `exponent` above 1. */
  power: {
    shape: (shapes) => same('power', shapes),
    gradient: ({ inputs: [x], attributes }, upstream) => {
      const exponent = attributes.exponent as number;
      return [multiply(scale(upstream, exponent), power(x!, exponent - 1))];
    },
    samples: ({ attributes }, [x]) => power(x!, attributes.exponent as number),
  },
  /** Sum of all squares, a scalar; or with 1 `kept` axis one for each place of the first axis. */
  sumOfSquares: {
    shape: ([x], { kept }) => x!.slice(0, kept as number),
    gradient: ({ inputs: [x] }, upstream) => [multiply(x!, opened(scale(upstream, 2), x!.shape))],
    samples: ({ inputs: [x] }, [given], count) => sumOfSquares(aligned(x!, given!, 1, count), 1),
  },
  /**
   * Sum of Huber's function of x with the knee k, a scalar above 0: x² up to k, 2·k·|x| − k² beyond; or with 1 `kept` axis one for
   * each place of the first axis, where there may be a knee for each. No gradient flows to k.
   */
  sumOfHuber: {
    shape: ([x], { kept }) => x!.slice(0, kept as number),
    gradient: ({ inputs: [x, knee] }, upstream) => [
      multiply(clip(x!, knee!), opened(scale(upstream, 2), x!.shape)),
      undefined,
    ],
    samples: ({ inputs: [x, knee] }, given, count) => {
      const rank = Math.max(1, x!.shape.length);
      const each = aligned(x!, apart(x!, given[0]!, count), rank, count);
      return sumOfHuber(each, aligned(knee!, given[1]!, rank, count), 1);
    },
  },
  /** x, but no further from 0 than the second input, a scalar or one for each sample. For `sumOfHuber`. */
  clip: {
    shape: ([x]) => x!,
    gradient: () => {
      throw new RangeError('clip: has no gradient of its own');
    },
    samples: ({ inputs: [x, limit] }, given, count) =>
      clip(apart(x!, given[0]!, count), aligned(limit!, given[1]!, x!.shape.length, count)),
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
    samples: ({ inputs: [x], shape }, [given], count) => {
      const sums = sumTo(given!, samplesShape(raised(shape, x!.shape.length), count));
      return reshape(sums, samplesShape(shape, count));
    },
  },
  /** Repeated along axes of size 1 until it has `shape`. */
  expand: {
    shape: ([x], { shape }) => broadcast('expand', [x!, shape as readonly number[]]),
    gradient: ({ inputs: [x] }, upstream) => [sumTo(upstream, x!.shape)],
    samples: ({ inputs: [x], shape }, [given], count) =>
      expand(aligned(x!, given!, shape.length, count), samplesShape(shape, count)),
  },
  reshape: {
    shape: ([x], { shape }) => {
      const target = shape as readonly number[];
      if (elementCount(x!) !== elementCount(target)) throw new RangeError(`reshape: [${x}] to [${target}]`);
      return target;
    },
    gradient: ({ inputs: [x] }, upstream) => [reshape(upstream, x!.shape)],
    samples: ({ shape }, [x], count) => reshape(x!, samplesShape(shape, count)),
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
    samples: (node, [x]) => {
      const { axis, start, length } = node.attributes;
      return slice(x!, shifted(axis as number, node), start as number, length as number);
    },
  },
  /** Zeros set before and after along one axis. */
  pad: {
    shape: ([x], { axis, before, after }) =>
      x!.map((size, at) => (at === axis ? size + (before as number) + (after as number) : size)),
    gradient: ({ inputs: [x], attributes: { axis, before } }, upstream) => [
      slice(upstream, axis as number, before as number, x!.shape[axis as number]!),
    ],
    samples: (node, [x]) => {
      const { axis, before, after } = node.attributes;
      return pad(x!, shifted(axis as number, node), before as number, after as number);
    },
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
export const sumOfHuber = (x: Node, knee: Node, kept: 0 | 1 = 0): Node =>
  apply('sumOfHuber', [x, knee], { kept });
const clip = (x: Node, limit: Node): Node => apply('clip', [x, limit]);
export const sumOfSquares = (x: Node, kept: 0 | 1 = 0): Node => apply('sumOfSquares', [x], { kept });

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
