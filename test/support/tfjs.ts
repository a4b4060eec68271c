import * as tf from '@tensorflow/tfjs';
import { rulesOf } from '../../src/backend/tensorflow/rules.js';
import { inOrder, type Node, type OperationName, type Program } from '../../src/graph/index.js';

const rules = rulesOf(tf);

/**
 * Values of the program's outputs, computed by TensorFlow.js from tensors for its inputs, so that its own differentiation can
 * judge ours.
 */
export function interpret(
  program: Program,
  feeds: Readonly<Record<string, tf.Tensor>>,
): Record<string, tf.Tensor> {
  const values = new Map<Node, tf.Tensor>();
  for (const node of inOrder(Object.values(program.outputs))) {
    if (node.operation === 'input') values.set(node, feeds[node.name!]!);
    else if (node.operation === 'constant') values.set(node, tf.tensor(node.data!, [...node.shape]));
    else {
      const inputs = node.inputs.map((each) => values.get(each)!);
      values.set(node, rules[node.operation as OperationName](inputs, node));
    }
  }
  return Object.fromEntries(Object.entries(program.outputs).map(([name, node]) => [name, values.get(node)!]));
}
