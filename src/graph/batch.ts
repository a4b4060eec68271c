import { inOrder, input, type Node, type Program, samplesShape } from './node.js';
import { expand, reshape, rulesFor } from './operations/index.js';

/**
 * The same program for `count` samples at once, each as if it were alone: every input takes the values of all samples, and every
 * output has those of all (`samplesShape` says how they lie). Constants are shared, and so is what follows from constants alone.
 * Throws RangeError where a convolution's filters are no constant.
 */
export function batched({ outputs }: Program, count: number): Program {
  const samples = new Map<Node, Node>();
  for (const node of inOrder(Object.values(outputs))) {
    const given = node.inputs.map((each) => samples.get(each)!);
    if (node.operation === 'input') {
      samples.set(node, input(node.name!, samplesShape(node.shape, count)));
    } else if (given.every((each, at) => each === node.inputs[at])) {
      samples.set(node, node);
    } else {
      samples.set(node, rulesFor(node).samples(node, given, count));
    }
  }
  const ofAll = (node: Node): Node => {
    const found = samples.get(node)!;
    if (found !== node) return found;
    return expand(reshape(node, samplesShape(node.shape, 1)), samplesShape(node.shape, count));
  };
  return {
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, ofAll(node)])),
  };
}
