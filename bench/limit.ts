import { onnxruntimeCpu } from '../src/backend/index.js';
import { elementCount, inOrder, input, matmul, type Node, type Program } from '../src/graph/index.js';
import { plausibleFeeds } from '../src/nst/measure.js';
import { timeCalls } from './support.js';

/** Floating-point operations of the convolutions and matrix products of a program; a multiplication and an addition are two. */
export function operationsOf({ outputs }: Program): number {
  return inOrder(Object.values(outputs)).reduce((sum, node) => sum + operationsOfNode(node), 0);
}

export function operationsOfNode({ operation, inputs, shape }: Node): number {
  if (operation === 'convolution') return 2 * elementCount(shape) * elementCount(inputs[1]!.shape.slice(1));
  // What is multiplied with what: [a, k] · [k, b], and [C, P] with a weighted copy of itself.
  if (operation === 'matmul' || operation === 'moments')
    return 2 * elementCount(shape) * inputs[0]!.shape[1]!;
  return 0;
}

/** The machine's rate of single-precision matrix products by onnxruntime, the best of ten, in operations a second. */
export async function matrixRate(threads: number): Promise<number> {
  const side = 1536;
  const shape = [side, side];
  const program: Program = { outputs: { product: matmul(input('a', shape), input('b', shape)) } };
  const executable = await onnxruntimeCpu({ threads }).compile(program);
  const feeds = plausibleFeeds(program);
  const [best] = await timeCalls(10, () => executable.run(feeds));
  await executable.release();
  return operationsOf(program) / (best! / 1000);
}
