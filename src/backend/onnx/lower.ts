import { inOrder, type Node, type OperationName, type Program } from '../../graph/index.js';
import { BlockedLayout } from './blocked.js';
import { encodeModel, type OnnxNode, type OnnxPort } from './messages.js';
import { ModelWriter } from './model-writer.js';
import { halving, isPackable, packedConvolution, weighted } from './shared.js';

/** Products of all pairs of rows of two matrices, or of those of each sample. */
function rowProducts(write: ModelWriter, [a, b]: readonly [string, string], rank: number): string {
  if (rank === 2) return write.node('Gemm', [a, b], { transB: { int: 1 } });
  return write.node('MatMul', [a, turned(write, b, rank)]);
}

/** The last two axes changed for each other. */
function turned(write: ModelWriter, x: string, rank: number): string {
  return write.node('Transpose', [x], { perm: { ints: rank === 2 ? [1, 0] : [0, 2, 1] } });
}

/**
 * A sum over everything, or one for each sample, of values that lie as the first input of the node. On the CPU each sample is cut
 * out: sums along axes are added up one by one there, and lose digits.
 */
function sumsOf(
  write: ModelWriter,
  [type, x]: readonly ['ReduceSum' | 'ReduceSumSquare', string],
  { inputs: [of], attributes: { kept } }: Node,
): string {
  const sum = (own: string): string => write.node(type, [own], { keepdims: { int: 0 } });
  if (kept === 0) return sum(x);
  const sums = Array.from({ length: of!.shape[0]! }, (_, at) => {
    const bounds = [at, at + 1, 0].map((each) => write.integers([each]));
    return write.node('Reshape', [sum(write.node('Slice', [x, ...bounds])), write.integers([1])]);
  });
  return write.node('Concat', sums, { axis: { int: 0 } });
}

function clip(write: ModelWriter, [x, limit]: readonly [string, string], { shape }: Node): string {
  // The limits of a Clip are scalars.
  if (shape.length > 0) return clipEach(write, x, limit);
  return write.node('Clip', [x, write.node('Neg', [limit]), limit]);
}

/** A clip to limits that need not be scalars. */
export function clipEach(write: ModelWriter, x: string, limit: string): string {
  return write.node('Min', [write.node('Max', [x, write.node('Neg', [limit])]), limit]);
}

/** Each value repeated in a 2×2 block. */
export function doubled(write: ModelWriter, x: string): string {
  return write.node('Resize', [x, '', write.floats(Float32Array.of(1, 1, 2, 2), [4])], {
    mode: { text: 'nearest' },
    coordinate_transformation_mode: { text: 'asymmetric' },
    nearest_mode: { text: 'floor' },
  });
}

export type Lowering = (write: ModelWriter, inputs: readonly string[], node: Node) => string;

const lowerings: Record<OperationName, Lowering> = {
  convolution: (write, inputs, node) => {
    const { attributes } = node;
    if (isPackable(node))
      return packedConvolution(write, node, (filters, shape, how) =>
        write.node('Conv', [inputs[0]!, write.floats(filters, shape)], how),
      );
    const pads = Array<number>(4).fill(attributes.padding as number);
    return write.node('Conv', inputs, { pads: { ints: pads } });
  },
  relu: (write, inputs) => write.node('Relu', inputs),
  // The gate is the result of a ReLU, never negative. Its sign, 0 or 1, is taken by a convolution of one weight per channel
  // and a clip: onnxruntime keeps these in its blocked layout between convolutions, where a Sign would have the tensors
  // reordered.
  where: (write, [x, gate], { inputs, shape }) => {
    const open = inputs[1]!.operation === 'relu' ? gate! : write.node('Relu', [gate!]);
    const channels = shape[1]!;
    const steep = write.floats(new Float32Array(channels).fill(1e30), [channels, 1, 1, 1]);
    const ramp = write.node('Conv', [open, steep], { group: { int: channels } });
    const [zero, one] = [0, 1].map((value) => write.floats(Float32Array.of(value), []));
    return write.node('Mul', [x!, write.node('Clip', [ramp, zero!, one!])]);
  },
  averagePool: (write, inputs) => write.node('AveragePool', inputs, halving),
  maxPool: (write, inputs) => write.node('MaxPool', inputs, halving),
  putAtMax: (write, [values, x], { shape }) => {
    const places = write.secondOf('MaxPool', [x!], halving);
    return write.node('MaxUnpool', [values!, places, write.integers(shape)], halving);
  },
  upsample: (write, [x]) => doubled(write, x!),
  moments: (write, [features, weights], { inputs, shape }) =>
    rowProducts(
      write,
      [features!, weighted(write, [features!, weights!], [inputs[0]!.shape, inputs[1]!.shape])],
      shape.length,
    ),
  weighted: (write, [features, weights], { inputs }) =>
    weighted(write, [features!, weights!], [inputs[0]!.shape, inputs[1]!.shape]),
  join: (write, inputs, { attributes }) =>
    write.node('Concat', inputs, { axis: { int: attributes.axis as number } }),
  matmul: (write, inputs) => write.node('MatMul', inputs),
  transpose: (write, [x], { shape }) => turned(write, x!, shape.length),
  add: (write, inputs) => write.node('Add', inputs),
  subtract: (write, inputs) => write.node('Sub', inputs),
  multiply: (write, inputs) => write.node('Mul', inputs),
  scale: (write, [x], { attributes }) =>
    write.node('Mul', [x!, write.floats(Float32Array.of(attributes.factor as number), [])]),
  power: (write, [x], { attributes }) =>
    write.node('Pow', [x!, write.floats(Float32Array.of(attributes.exponent as number), [])]),
  sumOfSquares: (write, [x], node) => sumsOf(write, ['ReduceSumSquare', x!], node),
  sumOfHuber: (write, [x, knee], node) => {
    // That of c·(2x − c), c being x clipped to the knees.
    const clipped = clip(write, [x!, knee!], node.inputs[1]!);
    const products = sumsOf(write, ['ReduceSum', write.node('Mul', [x!, clipped])], node);
    const squares = sumsOf(write, ['ReduceSumSquare', clipped], node);
    return write.node('Sub', [write.node('Add', [products, products]), squares]);
  },
  clip: (write, [x, limit], { inputs }) => clip(write, [x!, limit!], inputs[1]!),
  sumTo: (write, [x], { inputs: [from], shape }) => {
    const lead = from!.shape.length - shape.length;
    const axes = from!.shape.flatMap((size, axis) =>
      (shape[axis - lead] ?? 1) < size || axis < lead ? [axis] : [],
    );
    const summed = write.node('ReduceSum', [x!, write.integers(axes)], { keepdims: { int: 1 } });
    return write.node('Reshape', [summed, write.integers(shape)]);
  },
  expand: (write, [x], { shape }) => write.node('Expand', [x!, write.integers(shape)]),
  reshape: (write, [x], { shape }) => write.node('Reshape', [x!, write.integers(shape)]),
  slice: (write, [x], { attributes: { axis, start, length } }) => {
    const [from, to] = [[start as number], [(start as number) + (length as number)]];
    return write.node('Slice', [
      x!,
      write.integers(from),
      write.integers(to),
      write.integers([axis as number]),
    ]);
  },
  pad: (write, [x], { shape, attributes: { axis, before, after } }) => {
    const widths = (width: number): number[] => shape.map((_, at) => (at === axis ? width : 0));
    return write.node('Pad', [x!, write.integers([...widths(before as number), ...widths(after as number)])]);
  },
};

/** A program as an ONNX model, with its ports. Inputs and outputs keep their names. */
export interface LoweredProgram {
  readonly model: Uint8Array;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** What takes each node's result; undefined stands for an output. */
function takersIn(order: readonly Node[], { outputs }: Program): Map<Node, (Node | undefined)[]> {
  const takers = new Map<Node, (Node | undefined)[]>(order.map((node) => [node, []]));
  for (const node of order) for (const from of node.inputs) takers.get(from)!.push(node);
  for (const node of Object.values(outputs)) takers.get(node)!.push(undefined);
  return takers;
}

/** Those that an output needs: onnxruntime would run the others too, and keep what they take. */
function needed(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const wanted = new Set(outputs);
  const kept = [...nodes].reverse().filter((node) => {
    const isNeeded = node.outputs.some((each) => wanted.has(each));
    if (isNeeded) for (const each of node.inputs) wanted.add(each);
    return isNeeded;
  });
  return kept.reverse();
}

/** Versions of ONNX's operators. */
const usualOperatorSet = 17;
const blockedOperatorSet = 21;

/**
 * Writes the program as an ONNX model. `others` take the place of the lowerings that are made for the CPU. With a `block`, what can be
 * done in blocks of so many channels is: for onnxruntime on a CPU with such blocks alone.
 */
export function lower(
  program: Program,
  others: Partial<Record<OperationName, Lowering>> = {},
  block?: number,
): LoweredProgram {
  const operatorSet = block === undefined ? usualOperatorSet : blockedOperatorSet;
  const rules = { ...lowerings, ...others };
  const write = new ModelWriter();
  const names = new Map<Node, string>();
  const inputs: OnnxPort[] = [];
  const order = inOrder(Object.values(program.outputs));
  const usual = (node: Node): string => names.get(node)!;
  const blocked =
    block === undefined
      ? undefined
      : new BlockedLayout(write, { size: block, takers: takersIn(order, program), usual });
  const nameOf = (node: Node): string => blocked?.plain(node) ?? usual(node);
  for (const node of order) {
    if (node.operation === 'input') {
      inputs.push({ name: node.name!, shape: node.shape });
      names.set(node, node.name!);
    } else if (node.operation === 'constant') names.set(node, write.floats(node.data!, node.shape));
  }
  for (const node of order) {
    if (names.has(node) || blocked?.take(node)) continue;
    const from = node.inputs.map(nameOf);
    names.set(node, rules[node.operation as OperationName](write, from, node));
  }
  const outputs = Object.entries(program.outputs).map(([name, { shape }]) => ({ name, shape }));
  const results = Object.entries(program.outputs).map(([name, node]) => ({
    type: 'Identity',
    inputs: [nameOf(node)],
    outputs: [name],
    attributes: {},
  }));
  return {
    model: encodeModel({
      nodes: needed([...write.nodes, ...results], Object.keys(program.outputs)),
      tensors: write.tensors,
      inputs,
      outputs,
      operatorSet,
    }),
    inputs,
    outputs,
  };
}
