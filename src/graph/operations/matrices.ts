import type { Node, Shape } from '../node.js';
import { add } from './elementwise.js';
import { builder, type Operation } from './operation.js';
import { broadcast } from './shapes.js';
import { apart, join, slice, sumTo, transpose } from './shaping.js';

/** Products of matrices. */
export const matrices = {
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
        const second = slice(upstream, along, { start: region * (channels + 1), length: channels });
        const mean = slice(upstream, along, { start: region * (channels + 1) + channels, length: 1 });
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
} satisfies Record<string, Operation>;

const build = builder(matrices);

export const matmul = (a: Node, b: Node): Node => build('matmul', [a, b]);
export const moments = (features: Node, weights: Node): Node => build('moments', [features, weights]);
const weighted = (features: Node, weights: Node): Node => build('weighted', [features, weights]);

/** Sizes of features and of the weights of regions, whose samples may lie along a first axis. */
export function momentSizes(features: Shape, weights: Shape) {
  const [channels, places] = features.slice(-2) as [number, number];
  return { lead: features.slice(0, -2), channels, places, regions: weights.at(-2)! };
}
