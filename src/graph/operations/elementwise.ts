import { constant, elementCount, type Node } from '../node.js';
import { convolution } from './convolution.js';
import { builder, type Operation } from './operation.js';
import { broadcast, same } from './shapes.js';
import { aligned, apart, sumTo } from './shaping.js';

/** Operations that treat each value by itself. */
export const elementwise = {
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
} satisfies Record<string, Operation>;

const build = builder(elementwise);

export const relu = (x: Node): Node => build('relu', [x]);
export const where = (x: Node, gate: Node): Node => build('where', [x, gate]);
export const add = (a: Node, b: Node): Node => build('add', [a, b]);
export const subtract = (a: Node, b: Node): Node => build('subtract', [a, b]);
export const power = (x: Node, exponent: number): Node => build('power', [x], { exponent });

/** Product place by place. Of several factors those with few values are multiplied first. */
export function multiply(a: Node, b: Node): Node {
  const [x, factor] = a.inputs;
  const isFew = ({ shape }: Node): boolean => elementCount(shape) < elementCount(a.shape);
  if (a.operation === 'multiply' && isFew(factor!) && isFew(b))
    return build('multiply', [x!, multiply(factor!, b)]);
  return build('multiply', [a, b]);
}

/** Times a fixed factor; a chain of factors becomes one, and a convolution's filters take it over. */
export function scale(x: Node, factor: number): Node {
  if (factor === 1) return x;
  const [from, filters, bias] = x.inputs;
  if (x.operation === 'convolution' && filters!.data !== undefined && bias === undefined) {
    const scaled = constant(
      filters!.data.map((value) => factor * value),
      filters!.shape,
    );
    return convolution(from!, scaled, { padding: x.attributes.padding as number });
  }
  if (x.operation === 'scale') return scale(x.inputs[0]!, (x.attributes.factor as number) * factor);
  return build('scale', [x], { factor });
}

/** For operations on two values that meet place by place. */
function placewise(build: (a: Node, b: Node) => Node): Operation['samples'] {
  return ({ inputs, shape }, given, count) => {
    const [a, b] = inputs.map((own, at) => aligned(own, given[at]!, { rank: shape.length, count }));
    return build(a!, b!);
  };
}
