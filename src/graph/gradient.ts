import { constant, inOrder, type Node } from './node.js';
import { add, pad, rulesFor, subtract } from './operations/index.js';

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
        upstream.set(target, before === undefined ? leaving : sum(before, leaving));
      });
  }
  const result = upstream.get(variable);
  if (result === undefined)
    throw new RangeError('gradient: no gradient flows from the output to the variable');
  return result;
}

/** A sum, where one of both is turned around as a difference. */
function sum(a: Node, b: Node): Node {
  const [turnedA, turnedB] = [a, b].map(negated);
  if (turnedB !== undefined) return subtract(a, turnedB);
  return turnedA === undefined ? add(a, b) : subtract(b, turnedA);
}

/** What a node is the negative of, where that is plain to see. */
function negated({ operation, attributes, inputs: [x] }: Node): Node | undefined {
  if (operation === 'scale' && attributes.factor === -1) return x;
  if (operation !== 'pad') return undefined;
  const inner = negated(x!);
  const { axis, before, after } = attributes as Record<'axis' | 'before' | 'after', number>;
  return inner === undefined ? undefined : pad(inner, axis, { before, after });
}
