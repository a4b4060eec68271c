import { elementCount, type Node, type Shape, samplesShape } from '../node.js';
import { builder, type Operation } from './operation.js';
import { broadcast } from './shapes.js';

/** Operations that move, repeat or add up values along axes. */
export const shaping = {
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
      expand(aligned(x!, given!, { rank: shape.length, count }), samplesShape(shape, count)),
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
      pad(upstream, axis as number, {
        before: start as number,
        after: x!.shape[axis as number]! - (start as number) - (length as number),
      }),
    ],
    samples: (node, [x]) => {
      const { axis, start, length } = node.attributes;
      return slice(x!, shifted(axis as number, node), { start: start as number, length: length as number });
    },
  },
  /** Zeros set before and after along one axis. */
  pad: {
    shape: ([x], { axis, before, after }) =>
      x!.map((size, at) => (at === axis ? size + (before as number) + (after as number) : size)),
    gradient: ({ inputs: [x], attributes: { axis, before } }, upstream) => [
      slice(upstream, axis as number, { start: before as number, length: x!.shape[axis as number]! }),
    ],
    samples: (node, [x]) => {
      const { axis, before, after } = node.attributes;
      return pad(x!, shifted(axis as number, node), { before: before as number, after: after as number });
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
      return [
        slice(upstream, axis as number, { start: 0, length: first }),
        slice(upstream, axis as number, { start: first, length: second }),
      ];
    },
    samples: (node, given, count) => {
      const [a, b] = node.inputs.map((own, at) => apart(own, given[at]!, count));
      return join(a!, b!, shifted(node.attributes.axis as number, node));
    },
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
} satisfies Record<string, Operation>;

const build = builder(shaping);

export function sumTo(x: Node, shape: Shape): Node {
  return x.shape.join() === shape.join() ? x : build('sumTo', [x], { shape });
}

export function expand(x: Node, shape: Shape): Node {
  return x.shape.join() === shape.join() ? x : build('expand', [x], { shape });
}

export function reshape(x: Node, shape: Shape): Node {
  return x.shape.join() === shape.join() ? x : build('reshape', [x], { shape });
}

/** `length` places of one axis from `start` on. */
export function slice(
  x: Node,
  axis: number,
  range: { readonly start: number; readonly length: number },
): Node {
  return build('slice', [x], { axis, ...range });
}

/** Zeros set before and after along one axis. */
export function pad(x: Node, axis: number, zeros: { readonly before: number; readonly after: number }): Node {
  return build('pad', [x], { axis, ...zeros });
}

export const join = (a: Node, b: Node, axis: number): Node => build('join', [a, b], { axis });
export const transpose = (x: Node): Node => build('transpose', [x]);

/** The samples of an input, also where all share it: as often as there are samples. */
export function apart(own: Node, given: Node, count: number): Node {
  if (given !== own) return given;
  return expand(reshape(own, samplesShape(own.shape, 1)), samplesShape(own.shape, count));
}

/** `shape` with axes of size 1 before it, until it has `rank` axes. */
function raised(shape: Shape, rank: number): Shape {
  return [...Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape];
}

/** The samples of an input so that they meet those of values of `rank` axes as one of it meets one of them. */
export function aligned(own: Node, given: Node, { rank, count }: { rank: number; count: number }): Node {
  return given === own ? own : reshape(given, samplesShape(raised(own.shape, rank), count));
}

/** The axis of samples that is the given one of a single sample. */
function shifted(axis: number, { shape }: Node): number {
  return shape.length === 4 ? axis : axis + 1;
}
