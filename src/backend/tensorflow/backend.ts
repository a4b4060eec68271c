import { AbecedaryError } from '../../base/errors.js';
import { inOrder, type Node, type OperationName, type Program } from '../../graph/index.js';
import type { Backend, Executable, Values } from '../contract.js';
import { loadTensorflow } from './packages.js';
import { rulesOf, type Tensor, type Tf } from './rules.js';

/**
 * TensorFlow.js, from whichever of its packages is installed; its name is the package's, its provider what that computes on.
 * A run blocks the calling thread. Throws AbecedaryError `engine` when there is none, or one that does not work.
 */
export async function openTensorflow(): Promise<Backend> {
  const { name, tf } = await loadTensorflow();
  return tensorflowOn(name, tf);
}

/** The same with a package that is loaded already. */
export function tensorflowOn(name: string, tf: Tf): Backend {
  return {
    name,
    provider: tf.getBackend(),
    gainsByBatches: true,
    compile: async (program) => compile(program, tf),
  };
}

function compile(program: Program, tf: Tf): Executable {
  const order = inOrder(Object.values(program.outputs));
  const outputs = Object.entries(program.outputs);
  const constants = new Map(
    order.flatMap((node) =>
      node.operation === 'constant' ? [[node, tf.tensor(node.data!, [...node.shape])] as const] : [],
    ),
  );
  const evaluate = evaluatorOf(order, new Set(outputs.map(([, node]) => node)), tf);
  let released = false;
  return {
    run: async (feeds) => {
      for (const { operation, name } of order) {
        if (operation === 'input' && feeds[name!] === undefined)
          throw new RangeError(`the program needs a value for its input «${name}»`);
      }
      const values = new Map<Node, Tensor>(constants);
      try {
        if (released) throw new Error('the program has been released');
        evaluate(values, feeds);
        const results: Record<string, Float32Array> = {};
        for (const [name, node] of outputs) results[name] = Float32Array.from(await values.get(node)!.data());
        return results;
      } catch (cause) {
        const found = cause instanceof Error ? cause.message : String(cause);
        throw new AbecedaryError(
          'engine',
          `TensorFlow.js could not run the style transfer (${found}); try a smaller size, a smaller batch or fewer workers.`,
          { cause, retryable: true },
        );
      } finally {
        for (const [node, tensor] of values) if (node.operation !== 'constant') tensor.dispose();
      }
    },
    release: async () => {
      released = true;
      for (const tensor of constants.values()) tensor.dispose();
      constants.clear();
    },
  };
}

/** Adds the values of all nodes to those of the constants, and disposes of them as soon as nothing needs them but what is asked for. */
function evaluatorOf(
  order: readonly Node[],
  wanted: ReadonlySet<Node>,
  tf: Tf,
): (values: Map<Node, Tensor>, feeds: Values) => void {
  const rules = rulesOf(tf);
  const dying = lastUses(order, wanted);
  return (values, feeds) => {
    for (const [at, node] of order.entries()) {
      if (node.operation === 'input') values.set(node, tf.tensor(feeds[node.name!]!, [...node.shape]));
      else if (node.operation !== 'constant') {
        const inputs = node.inputs.map((each) => values.get(each)!);
        const { operation } = node;
        values.set(
          node,
          tf.tidy(() => rules[operation as OperationName](inputs, node)),
        );
      }
      // All of a large picture's values at once would fill the memory.
      for (const done of dying[at]!) {
        values.get(done)!.dispose();
        values.delete(done);
      }
    }
  };
}

/** For each place of the order the nodes whose values nothing needs after it; never constants, nor what is asked for. */
function lastUses(order: readonly Node[], wanted: ReadonlySet<Node>): Node[][] {
  const last = new Map<Node, number>();
  for (const [at, node] of order.entries()) for (const each of [node, ...node.inputs]) last.set(each, at);
  const dying: Node[][] = order.map(() => []);
  for (const [node, at] of last) {
    if (node.operation !== 'constant' && !wanted.has(node)) dying[at]!.push(node);
  }
  return dying;
}
