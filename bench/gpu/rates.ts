import type { Backend } from '../../src/backend/index.js';
import { createRandom } from '../../src/base/random.js';
import {
  constant,
  convolution,
  elementCount,
  inOrder,
  input,
  matmul,
  type Node,
  type Program,
  type Shape,
  sumOfSquares,
} from '../../src/graph/index.js';
import { operationsOf, operationsOfNode } from '../limit.js';
import { timeCalls } from '../support.js';
import { backendOf, objectiveOf } from './measurements.js';
import type { StepSettings } from './settings.js';

const random = createRandom('rates');

function fixed(shape: Shape, size: number): Node {
  const data = Float32Array.from({ length: elementCount(shape) }, () => random.between(-size, size));
  return constant(data, shape);
}

/**
 * The rate of single-precision matrix products, in operations a second. What has to be fetched is one number, and what is measured
 * is what further products take, so that neither the way there nor the way back counts.
 */
export async function matrixProducts({ engine, matrix }: StepSettings) {
  const shape = [matrix, matrix];
  const factor = fixed(shape, 1 / Math.sqrt(matrix));
  const chain = (count: number): Program => {
    let product = matmul(input('a', [8, matrix]), factor);
    // Eight rows at first, so that little has to be sent; then as wide as it is high.
    product = matmul(fixed([matrix, 8], 1), product);
    for (let at = 0; at < count; at++) product = matmul(product, factor);
    return { outputs: { sum: sumOfSquares(product) } };
  };
  return { matrix, operationsPerSecond: await rateOf(chain, await backendOf({ engine })) };
}

/**
 * The rate of the convolutions that an evaluation spends most of its operations in, each forth and back again and again, and the share
 * of an evaluation's operations that they are.
 */
export async function convolutionRates({ engine, sizePx, batch }: StepSettings) {
  const backend = await backendOf({ engine });
  const program = await objectiveOf(sizePx);
  const all = operationsOf(program);
  const layers: Layer[] = [];
  for (const layer of costliest(program).slice(0, 4))
    layers.push({
      ...layer,
      share: layer.operations / all,
      operationsPerSecond: await rateOf((count) => forthAndBack(layer, batch, count), backend),
    });
  const operations = layers.reduce((sum, layer) => sum + layer.operations, 0);
  const seconds = layers.reduce((sum, layer) => sum + layer.operations / layer.operationsPerSecond, 0);
  return { sizePx, batch, layers, operationsPerSecond: operations / seconds };
}

/** Convolutions between so many channels, forwards and backwards, at one resolution. */
interface Kind {
  readonly ins: number;
  readonly outs: number;
  readonly kernel: number;
  readonly rows: number;
  readonly columns: number;
  /** Of all convolutions of this kind in an evaluation. */
  readonly operations: number;
}

interface Layer extends Kind {
  readonly share: number;
  readonly operationsPerSecond: number;
}

function costliest({ outputs }: Program): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const node of inOrder(Object.values(outputs))) {
    if (node.operation !== 'convolution') continue;
    const [outs, ins, kernel] = node.inputs[1]!.shape as [number, number, number];
    const [, , rows, columns] = node.shape as [number, number, number, number];
    const key = `${Math.min(ins, outs)} ${Math.max(ins, outs)} ${kernel} ${rows} ${columns}`;
    const operations = (kinds.get(key)?.operations ?? 0) + operationsOfNode(node);
    kinds.set(key, { ins, outs, kernel, rows, columns, operations });
  }
  return [...kinds.values()].sort((a, b) => b.operations - a.operations);
}

function forthAndBack({ ins, outs, kernel, rows, columns }: Kind, batch: number, count: number): Program {
  const filters = (to: number, from: number): Node =>
    fixed([to, from, kernel, kernel], Math.sqrt(3 / (from * kernel * kernel)));
  const padding = kernel >> 1;
  let features = convolution(input('image', [batch, 3, rows, columns]), filters(ins, 3), { padding });
  for (let at = 0; at < count; at++) {
    features = convolution(features, filters(outs, ins), { padding });
    features = convolution(features, filters(ins, outs), { padding });
  }
  return { outputs: { sum: sumOfSquares(features) } };
}

/** Operations a second of what a longer chain has more than a shorter one: the best of some runs of each. */
async function rateOf(chain: (count: number) => Program, backend: Backend): Promise<number> {
  const measured: { readonly operations: number; readonly seconds: number }[] = [];
  for (const count of [1, 7]) {
    const program = chain(count);
    const executable = await backend.compile(program);
    const [image] = inOrder(Object.values(program.outputs)).filter(({ name }) => name !== undefined);
    const feeds = { [image!.name!]: fixed(image!.shape, 1).data as Float32Array };
    const [best] = await timeCalls(8, () => executable.run(feeds));
    await executable.release();
    measured.push({ operations: operationsOf(program), seconds: best! / 1000 });
  }
  const [short, long] = measured as [(typeof measured)[0], (typeof measured)[0]];
  return (long.operations - short.operations) / (long.seconds - short.seconds);
}
