import { constant, elementCount, type Node } from '../node.js';
import { multiply, scale } from './elementwise.js';
import { builder, type Operation } from './operation.js';
import { halved, image, same } from './shapes.js';
import { apart } from './shaping.js';

/** Operations between a picture and one of half its size. */
export const pooling = {
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
} satisfies Record<string, Operation>;

const build = builder(pooling);

export const averagePool = (x: Node): Node => build('averagePool', [x]);
export const maxPool = (x: Node): Node => build('maxPool', [x]);
export const putAtMax = (values: Node, x: Node): Node => build('putAtMax', [values, x]);
export const upsample = (x: Node): Node => build('upsample', [x]);
