import { constant, inOrder, type Node } from './node.js';
import { add, rulesFor } from './operations/index.js';

/**
 * The gradient of a scalar with respect to `variable`, as a node of the variable's shape: reverse-mode
 * differentiation from graph to graph (Linnainmaa 1970; Griewank and Walther 2008, chapter 3).
 * Throws RangeError when `output` is no scalar or does not depend on the variable.
 */
export function gradient(output: Node, variable: Node): Node {
  if (output.shape.length !== 0)
    throw new RangeError(`gradient: expected a scalar, got shape [${output.shape}]`);
  const order = inOrder([output]);
  const dependent = new Set<Node>([variable]);
  for (const node of order) if (node.inputs.some((from) => dependent.has(from))) dependent.add(node);
  if (!dependent.has(output)) throw new RangeError('gradient: the output does not depend on the variable');

  const upstream = new Map<Node, Node>([[output, constant(Float32Array.of(1), [])]]);
  for (const node of order.reverse()) {
    const arriving = upstream.get(node);
    if (arriving === undefined || node === variable || !dependent.has(node)) continue;
    rulesFor(node)
      .gradient(node, arriving)
      .forEach((leaving, at) => {
        const target = node.inputs[at];
        if (leaving === undefined || target === undefined || !dependent.has(target)) return;
        const before = upstream.get(target);
        upstream.set(target, before === undefined ? leaving : add(before, leaving));
      });
  }
  const result = upstream.get(variable);
  if (result === undefined)
    throw new RangeError('gradient: no gradient flows from the output to the variable');
  return result;
}
