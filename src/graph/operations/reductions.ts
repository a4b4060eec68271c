import type { Node, Shape } from '../node.js';
import { multiply, scale } from './elementwise.js';
import { builder, type Operation } from './operation.js';
import { aligned, apart, reshape } from './shaping.js';

/** Sums of a function of all values. */
export const reductions = {
  /** Sum of all squares, a scalar; or with 1 `kept` axis one for each place of the first axis. */
  sumOfSquares: {
    shape: ([x], { kept }) => x!.slice(0, kept as number),
    gradient: ({ inputs: [x] }, upstream) => [multiply(x!, opened(scale(upstream, 2), x!.shape))],
    samples: ({ inputs: [x] }, [given], count) => sumOfSquares(aligned(x!, given!, { rank: 1, count }), 1),
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
      const each = aligned(x!, apart(x!, given[0]!, count), { rank, count });
      return sumOfHuber(each, aligned(knee!, given[1]!, { rank, count }), 1);
    },
  },
  /** x, but no further from 0 than the second input, a scalar or one for each sample. For `sumOfHuber`. */
  clip: {
    shape: ([x]) => x!,
    gradient: () => {
      throw new RangeError('clip: has no gradient of its own');
    },
    samples: ({ inputs: [x, limit] }, given, count) =>
      clip(apart(x!, given[0]!, count), aligned(limit!, given[1]!, { rank: x!.shape.length, count })),
  },
} satisfies Record<string, Operation>;

const build = builder(reductions);

export const sumOfSquares = (x: Node, kept: 0 | 1 = 0): Node => build('sumOfSquares', [x], { kept });
export const sumOfHuber = (x: Node, knee: Node, kept: 0 | 1 = 0): Node =>
  build('sumOfHuber', [x, knee], { kept });
const clip = (x: Node, limit: Node): Node => build('clip', [x, limit]);

/** A value for each of some samples, so that it meets all that the sample has in values of `shape`; a scalar stays one. */
function opened(x: Node, shape: Shape): Node {
  if (x.shape.length === 0) return x;
  return reshape(
    x,
    shape.map((_, axis) => x.shape[axis] ?? 1),
  );
}
