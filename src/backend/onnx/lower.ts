import { blockedLayout } from './blocked.js';
import { createHash } from 'node:crypto';
import {
  inOrder,
  momentSizes,
  type Node,
  type OperationName,
  type Program,
  type Shape,
} from '../../graph/index.js';
import {
  encodeModel,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
} from './messages.js';

type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** Writes ONNX nodes; the same operation on the same inputs is written once. */
export class ModelWriter {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  readonly #known = new Map<string, string>();

  /** Gives the name of the node's result, its first output. */
  node(type: string, inputs: readonly string[], attributes: Attributes = {}, domain?: string): string {
    return this.#result({ type, inputs, attributes, domain }, (output) => [output]);
  }

  /** Gives the name of the node's second output. */
  secondOf(type: string, inputs: readonly string[], attributes: Attributes): string {
    return this.#result({ type, inputs, attributes }, (output) => [`${output}.first`, output]);
  }

  #result(node: Omit<OnnxNode, 'outputs'>, outputsOf: (result: string) => string[]): string {
    const key = JSON.stringify([node, outputsOf('')]);
    return this.#once(key, `${node.type}${this.nodes.length}`, (result) => {
      this.nodes.push({ ...node, outputs: outputsOf(result) });
    });
  }

  floats(values: Float32Array, shape: Shape): string {
    const key = `float ${shape} ${createHash('sha256').update(values).digest('base64')}`;
    return this.#once(key, `float${this.tensors.length}`, (name) =>
      this.tensors.push({ name, shape, values }),
    );
  }

  integers(values: readonly number[]): string {
    return this.#once(`int ${values}`, `int${this.tensors.length}`, (name) => {
      this.tensors.push({ name, shape: [values.length], values: BigInt64Array.from(values.map(BigInt)) });
    });
  }

  #once(key: string, fresh: string, write: (name: string) => void): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    write(fresh);
    this.#known.set(key, fresh);
    return fresh;
  }
}

/** For each region the features and a row of ones, times the region's weights. */
export function weighted(
  write: ModelWriter,
  [features, weights]: readonly [string, string],
  inputs: readonly Node[],
): string {
  const { lead, channels, places, regions } = momentSizes(inputs[0]!.shape, inputs[1]!.shape);
  const reshaped = (x: string, shape: Shape): string => write.node('Reshape', [x, write.integers(shape)]);
  const row = write.floats(new Float32Array(places).fill(1), [1, places]);
  const ones = lead.length === 0 ? row : write.node('Expand', [row, write.integers([...lead, 1, places])]);
  const rows = write.node('Concat', [features, ones], { axis: { int: lead.length } });
  const met = lead.length === 0 ? rows : reshaped(rows, [...lead, 1, channels + 1, places]);
  const product = write.node('Mul', [met, reshaped(weights, [...lead, regions, 1, places])]);
  return reshaped(product, [...lead, regions * (channels + 1), places]);
}

/** Products of all pairs of rows of two matrices, or of those of each sample. */
function rowProducts(write: ModelWriter, [a, b]: readonly [string, string], rank: number): string {
  if (rank === 2) return write.node('Gemm', [a, b], { transB: { int: 1 } });
  return write.node('MatMul', [a, turned(write, b, rank)]);
}

/** The last two axes changed for each other. */
function turned(write: ModelWriter, x: string, rank: number): string {
  return write.node('Transpose', [x], { perm: { ints: rank === 2 ? [1, 0] : [0, 2, 1] } });
}

/** Rows that a convolution into few channels makes at once. */
const packedRows = 4;

/** Few channels, and a size that is kept: see `packedConvolution`. */
export function isPackable({ inputs: [, filters, bias], attributes, shape }: Node): boolean {
  const [outs, , side] = filters!.shape as [number, number, number];
  const keeps = side === 2 * (attributes.padding as number) + 1;
  const fits = outs <= 16 / packedRows && shape[2]! % packedRows === 0;
  return keeps && fits && bias === undefined && filters!.data !== undefined;
}

/**
 * A convolution into few channels as one into a channel for each of them and each of four rows, which takes a step of four rows.
 * onnxruntime works on sixteen channels at a time, however few there are.
 */
export function packedConvolution(
  write: ModelWriter,
  node: Node,
  convolve: (filters: Float32Array, shape: Shape, attributes: Attributes) => string,
): string {
  const [, filters] = node.inputs;
  const [outs, ins, side] = filters!.shape as [number, number, number];
  const [count, , rows, columns] = node.shape as [number, number, number, number];
  const high = side + packedRows - 1;
  const packed = new Float32Array(outs * packedRows * ins * high * side);
  for (let out = 0; out < outs; out++) {
    for (let row = 0; row < packedRows; row++) {
      for (let from = 0; from < ins; from++) {
        const area = side * side;
        const start = (out * ins + from) * area;
        const to = (((out * packedRows + row) * ins + from) * high + row) * side;
        packed.set(filters!.data!.subarray(start, start + area), to);
      }
    }
  }
  const wide = convolve(packed, [outs * packedRows, ins, high, side], {
    pads: { ints: Array<number>(4).fill(node.attributes.padding as number) },
    strides: { ints: [packedRows, 1] },
  });
  const apart = [count * outs, packedRows, rows / packedRows, columns];
  const ordered = write.node('Transpose', [write.node('Reshape', [wide, write.integers(apart)])], {
    perm: { ints: [0, 2, 1, 3] },
  });
  return write.node('Reshape', [ordered, write.integers(node.shape)]);
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

/** c·(2x − c), whose sum is that of Huber's function of x, where c is x clipped to its knees. */
export function huberTerms(write: ModelWriter, clipped: string, twice: string): string {
  return write.node('Mul', [clipped, write.node('Sub', [twice, clipped])]);
}

/** One place for each 2×2 block. */
export const halving = { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } };

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
    rowProducts(write, [features!, weighted(write, [features!, weights!], inputs)], shape.length),
  weighted: (write, [features, weights], { inputs }) => weighted(write, [features!, weights!], inputs),
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

function takersIn(order: readonly Node[], { outputs }: Program): Map<Node, Node[]> {
  const takers = new Map<Node, Node[]>(order.map((node) => [node, []]));
  for (const node of order) for (const from of node.inputs) takers.get(from)!.push(node);
  for (const node of Object.values(outputs)) takers.get(node)!.push(node);
  return takers;
}

/** Writes the program as an ONNX model (operator set 17); `others` take the place of the lowerings that are made for the CPU. */
export function lower(
  program: Program,
  others: Partial<Record<OperationName, Lowering>> = {},
  block?: number,
): LoweredProgram {
  const rules = { ...lowerings, ...others };
  const write = new ModelWriter();
  const names = new Map<Node, string>();
  const inputs: OnnxPort[] = [];
  const order = inOrder(Object.values(program.outputs));
  const layout = block === undefined ? undefined : blockedLayout(write, { block, takers: takersIn(order, program), usual: (node) => names.get(node)! });
  const nameOf = (node: Node): string => names.get(node) ?? layout!.plain(node)!;
  for (const node of order) {
    if (node.operation === 'input') {
      inputs.push({ name: node.name!, shape: node.shape });
      names.set(node, node.name!);
    } else if (node.operation === 'constant') {
      names.set(node, write.floats(node.data!, node.shape));
    } else if (!layout?.take(node)) {
      const from = node.inputs.map(nameOf);
      names.set(node, rules[node.operation as OperationName](write, from, node));
    }
  }
  const outputs = Object.entries(program.outputs).map(([name, { shape }]) => ({ name, shape }));
  const results = Object.entries(program.outputs).map(([name, node]) => ({
    type: 'Identity',
    inputs: [nameOf(node)],
    outputs: [name],
    attributes: {},
  }));
  return {
    model: encodeModel({ nodes: [...write.nodes, ...results], tensors: write.tensors, inputs, outputs }),
    inputs,
    outputs,
  };
}
