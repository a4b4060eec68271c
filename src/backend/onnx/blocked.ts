import { elementCount, type Node, type Shape } from '../../graph/index.js';
import { halving, isPackable, type ModelWriter, packedConvolution, weighted } from './lower.js';
import type { OnnxAttribute } from './messages.js';

/**
 * Features in onnxruntime's blocked layout: channels in blocks of as many as a register of the processor holds, `[batch, blocks, row,
 * column, channel of the block]`; what is missing in the last block is 0. onnxruntime brings convolutions into it by itself, but goes
 * back for whatever is added to them, and for every mask that meets what it does not know in that layout.
 */
export interface BlockedLayout {
  /** Writes a node whose result is best in blocks; false where it is not, and is to be written as usual. */
  take(node: Node): boolean;
  /** The result as it lies usually, channel by channel, of a node that was taken. */
  plain(node: Node): string | undefined;
}

const domain = 'com.microsoft.nchwc';

interface LayoutOptions {
  /** Channels of a block. */
  readonly block: number;
  /** All nodes of the program that take a node's result. An output of the program is taken by itself. */
  readonly takers: ReadonlyMap<Node, readonly Node[]>;
  /** The usual result of a node that was not taken. */
  readonly usual: (node: Node) => string;
}

export function blockedLayout(write: ModelWriter, { block, takers, usual }: LayoutOptions): BlockedLayout {
  const blocks = new Map<Node, string>();
  const plains = new Map<Node, string>();
  /** Convolutions that are written with what follows them. */
  const waiting = new Set<Node>();
  const whole = (channels: number): number => Math.ceil(channels / block) * block;

  const emit = (type: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>>) =>
    write.node(type, inputs, attributes, domain);

  const plain = (node: Node): string | undefined => {
    const found = plains.get(node) ?? blocks.get(node);
    if (found === undefined || plains.has(node)) return found;
    const own = emit('ReorderOutput', [found], { channels: { int: node.shape[1]! } });
    plains.set(node, own);
    return own;
  };

  const nameOf = (node: Node): string => plain(node) ?? usual(node);
  /** Whether these are features of as many channels as a block has, and the same as a matrix. */
  const isOneBlock = ({ shape }: Node, matrix: Node): boolean =>
    shape.length === 4 && shape[0] === 1 && shape[1] === block && matrix.shape.length === 2 && matrix.shape[0] === block;

  const canBlock = (node: Node): boolean => blocks.has(node) || (node.shape.length === 4 && node.shape[1]! % 4 === 0);
  const blocked = (node: Node): string => {
    const found = blocks.get(node) ?? emit('ReorderInput', [nameOf(node)], {});
    blocks.set(node, found);
    return found;
  };

  /** What a convolution reads, and its filters for that; undefined where it cannot be in blocks. */
  const convolve = (
    node: Node,
    filters: { readonly data: Float32Array; readonly shape: Shape },
    attributes: Readonly<Record<string, OnnxAttribute>>,
    sum?: Node,
  ): string => {
    const [from, , bias] = node.inputs;
    const [outs, ins, rows, columns] = filters.shape as [number, number, number, number];
    const direct = !blocks.has(from!) && ins < block;
    const shape = [whole(outs), direct ? ins : whole(ins), rows, columns];
    const inputs = [
      direct ? nameOf(from!) : blocked(from!),
      write.floats(inBlocks(filters, block, direct), shape),
      bias === undefined ? '' : write.floats(padded(bias.data!, whole(outs)), [whole(outs)]),
      sum === undefined ? '' : blocked(sum),
    ];
    return emit('Conv', inputs, { kernel_shape: { ints: [rows, columns] }, ...attributes });
  };

  const convolution = (node: Node, attributes: Readonly<Record<string, OnnxAttribute>>, sum?: Node): string => {
    const { data, shape } = node.inputs[1]!;
    const pads = { ints: Array<number>(4).fill(node.attributes.padding as number) };
    return convolve(node, { data: data!, shape }, { pads, ...attributes }, sum);
  };

  const rules: Partial<Record<string, (node: Node) => boolean>> = {
    convolution: (node) => {
      const [from, filters, bias] = node.inputs;
      const direct = filters!.shape[1]! < block;
      if (filters!.data === undefined || !(direct || canBlock(from!))) return false;
      if (bias !== undefined && bias.data === undefined) return false;
      if (isPackable(node)) {
        const wide = (data: Float32Array, shape: Shape, attributes: Readonly<Record<string, OnnxAttribute>>) =>
          emit('ReorderOutput', [convolve(node, { data, shape }, attributes)], { channels: { int: shape[0]! } });
        plains.set(node, packedConvolution(write, node, wide));
        return true;
      }
      const [taker, ...others] = takers.get(node)!;
      const fused = others.length === 0 && (taker!.operation === 'relu' || isSumOf(taker!, node));
      if (fused) waiting.add(node);
      else blocks.set(node, convolution(node, {}));
      return true;
    },
    relu: (node) => {
      const [from] = node.inputs as [Node];
      if (waiting.has(from)) blocks.set(node, convolution(from, { activation: { text: 'Relu' } }));
      else if (blocks.has(from)) blocks.set(node, write.node('Relu', [blocked(from)]));
      return blocks.has(node);
    },
    where: (node) => {
      const [x, gate] = node.inputs as [Node, Node];
      if (!blocks.has(gate) || !canBlock(x)) return false;
      const [rows, columns] = node.shape.slice(2) as [number, number];
      const open = gate.operation === 'relu' ? blocked(gate) : write.node('Relu', [blocked(gate)]);
      const mask = write.node('Cast', [write.node('Cast', [open], { to: { int: 9 } })], { to: { int: 2 } });
      const from = x.inputs[0];
      if (x.operation === 'upsample' && blocks.has(from!) && takers.get(x)!.length === 1) {
        const flat = (own: string, height: number): string =>
          write.node('Reshape', [own, write.integers([-1, height, columns * block])]);
        const wide = emit('Upsample', [blocked(from!)], { scales: { ints: [1, 1, 1, 2] } });
        const kept = write.node('DequantizeLinear', [flat(mask, rows), flat(wide, rows / 2)], { axis: { int: 1 }, block_size: { int: 2 } });
        const shape = [gate.shape[0]!, whole(gate.shape[1]!), rows, columns];
        blocks.set(node, write.node('Reshape', [kept, write.integers(shape)]));
      } else {
        blocks.set(node, write.node('DequantizeLinear', [mask, blocked(x)], { axis: { int: 1 }, block_size: { int: 1 } }));
      }
      return true;
    },
    add: (node) => {
      const [a, b] = node.inputs as [Node, Node];
      const last = [b, a].find((each) => waiting.has(each));
      const other = last === a ? b : a;
      if (last !== undefined && (canBlock(other) || waiting.has(other))) {
        if (waiting.has(other)) blocks.set(other, convolution(other, {}));
        blocks.set(node, convolution(last, {}, other));
      } else if (blocks.has(a) && blocks.has(b)) {
        blocks.set(node, write.node('Add', [blocked(a), blocked(b)]));
      }
      return blocks.has(node);
    },
    // Features of one block lie place by place, as a matrix product likes its second factor, and makes its result.
    moments: (node) => {
      const [features, weights] = node.inputs as [Node, Node];
      const from = features.inputs[0]!;
      if (features.operation !== 'reshape' || !isOneBlock(from, features) || !blocks.has(from)) return false;
      const all = weighted(write, [nameOf(features), nameOf(weights)], node.inputs);
      const byPlace = write.node('Reshape', [blocked(from), write.integers([-1, block])]);
      plains.set(node, write.node('Transpose', [write.node('MatMul', [all, byPlace])], { perm: { ints: [1, 0] } }));
      return true;
    },
    matmul: (node) => {
      const [taker, ...others] = takers.get(node)!;
      const fits = taker!.operation === 'reshape' && others.length === 0 && isOneBlock(taker!, node);
      const summed = fits && takers.get(taker!)!.length === 1 && takers.get(taker!)![0]!.operation === 'add';
      if (summed) waiting.add(node);
      return summed;
    },
    reshape: (node) => {
      const [from] = node.inputs as [Node];
      if (!waiting.has(from)) return false;
      const [a, b] = from.inputs.map(nameOf) as [string, string];
      const turned = write.node('Transpose', [a], { perm: { ints: [1, 0] } });
      const byPlace = write.node('Gemm', [b, turned], { transA: { int: 1 } });
      blocks.set(node, write.node('Reshape', [byPlace, write.integers(node.shape)]));
      return true;
    },
    averagePool: (node) => pooled(node, 'AveragePool'),
    maxPool: (node) => pooled(node, 'MaxPool'),
    upsample: (node) => {
      const [from] = node.inputs as [Node];
      const [taker, ...others] = takers.get(node)!;
      if (blocks.has(from) && others.length === 0 && taker!.operation === 'where' && taker!.inputs[0] === node && blocks.has(taker!.inputs[1]!)) return true;
      if (blocks.has(from))
        blocks.set(node, emit('Upsample', [blocked(from)], { scales: { ints: [1, 1, 2, 2] } }));
      return blocks.has(node);
    },
  };

  const pooled = (node: Node, type: string): boolean => {
    const [from] = node.inputs as [Node];
    if (blocks.has(from)) blocks.set(node, emit(type, [blocked(from)], halving));
    return blocks.has(node);
  };

  const isSumOf = ({ operation, inputs, shape }: Node, conv: Node): boolean =>
    operation === 'add' &&
    inputs.every((each) => each.shape.join() === shape.join() && (each === conv || canBlock(each) || each.operation === 'convolution')) &&
    inputs[0] !== inputs[1];

  return { take: (node) => rules[node.operation]?.(node) ?? false, plain };
}

function padded(values: Float32Array, length: number): Float32Array {
  const all = new Float32Array(length);
  all.set(values);
  return all;
}

/** Filters `[out, in, row, column]` as `[block of out, block of in, row, column, in, out]`; `direct` for input that is not in blocks, one channel after the other. */
function inBlocks(
  { data, shape }: { readonly data: Float32Array; readonly shape: Shape },
  block: number,
  direct: boolean,
): Float32Array {
  const [outs, ins, rows, columns] = shape as [number, number, number, number];
  const inBlock = direct ? 1 : block;
  const inBlockCount = Math.ceil(ins / inBlock);
  const area = rows * columns;
  const all = new Float32Array(Math.ceil(outs / block) * block * inBlockCount * inBlock * area);
  for (let out = 0; out < outs; out++) {
    for (let from = 0; from < ins; from++) {
      const blockStart = (Math.floor(out / block) * inBlockCount + Math.floor(from / inBlock)) * area;
      for (let at = 0; at < area; at++) {
        const to = ((blockStart + at) * inBlock + (from % inBlock)) * block + (out % block);
        all[to] = data[(out * ins + from) * area + at]!;
      }
    }
  }
  return all;
}
void elementCount;
