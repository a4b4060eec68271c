import type { Attributes, Node, Shape } from '../node.js';

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

/** What builds nodes by some rules. Throws RangeError when the inputs do not fit. */
export function builder<Name extends string>(
  rules: Readonly<Record<Name, Operation>>,
): (operation: Name, inputs: readonly Node[], attributes?: Attributes) => Node {
  return (operation, inputs, attributes = {}) => {
    const shapes = inputs.map((node) => node.shape);
    return { operation, inputs, attributes, shape: rules[operation].shape(shapes, attributes) };
  };
}
