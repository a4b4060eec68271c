import type { Node, Shape } from '../../graph/index.js';
import type { Attributes, ModelWriter } from './model-writer.js';
import { halving, isPackable, packedConvolution, weighted } from './shared.js';

interface BlockOptions {
  /** Channels of a block. */
  readonly size: number;
  /** What takes a node's result: nodes, and undefined for an output of the program. */
  readonly takers: ReadonlyMap<Node, readonly (Node | undefined)[]>;
  /** Name of the result of a node that was not taken. */
  readonly usual: (node: Node) => string;
}

/**
 * Writes what can be done in onnxruntime's blocked layout, in which its convolutions are the fastest: channels in blocks of as many as
 * a register holds, `[sample, block, row, column, channel of the block]`, with zeros for what is missing in the last block. onnxruntime
 * brings convolutions into it by itself, but leaves it for all that it does not know there: masks, and what is added to a gradient.
 */
export class BlockedLayout {
  readonly #write: ModelWriter;
  readonly #options: BlockOptions;
  /** Results in blocks, and as they lie usually. */
  readonly #blocks = new Map<Node, string>();
  readonly #plain = new Map<Node, string>();
  /** What is written together with the one node that takes it. */
  readonly #waiting = new Set<Node>();

  constructor(write: ModelWriter, options: BlockOptions) {
    this.#write = write;
    this.#options = options;
  }

  /** Writes a node that is best done in blocks; false where it is not, and is to be written as usual. */
  take(node: Node): boolean {
    switch (node.operation) {
      case 'convolution':
        return this.#takeConvolution(node);
      case 'relu':
        return this.#takeRelu(node);
      case 'where':
        return this.#takeWhere(node);
      case 'add':
        return this.#takeAdd(node);
      case 'averagePool':
        return this.#follow(node, (x) => this.#write.blockNode('AveragePool', [x], halving));
      case 'maxPool':
        return this.#follow(node, (x) => this.#write.blockNode('MaxPool', [x], halving));
      case 'upsample':
        return this.#takeUpsample(node);
      case 'moments':
        return this.#takeMoments(node);
      case 'matmul':
        return this.#takeProduct(node);
      case 'reshape':
        return this.#takeReshape(node);
      default:
        return false;
    }
  }

  /** Name of a result as it lies usually, channel by channel. */
  plain(node: Node): string {
    const known = this.#plain.get(node);
    if (known !== undefined) return known;
    const inBlocks = this.#blocks.get(node);
    if (inBlocks === undefined) return this.#options.usual(node);
    const own = this.#write.blockNode('ReorderOutput', [inBlocks], { channels: { int: node.shape[1]! } });
    this.#plain.set(node, own);
    return own;
  }

  /** Name of a result in blocks. */
  #blocked(node: Node): string {
    const found = this.#blocks.get(node) ?? this.#write.blockNode('ReorderInput', [this.plain(node)], {});
    this.#blocks.set(node, found);
    return found;
  }

  /** onnxruntime brings four channels at a time into blocks. */
  #canBlock(node: Node): boolean {
    return this.#blocks.has(node) || (node.shape.length === 4 && node.shape[1]! % 4 === 0);
  }

  /** Channels with those that fill the last block. */
  #whole(channels: number): number {
    return Math.ceil(channels / this.#options.size) * this.#options.size;
  }

  #onlyTaker(node: Node): Node | undefined {
    const [first, ...others] = this.#options.takers.get(node)!;
    return others.length === 0 ? first : undefined;
  }

  /** For operations that keep to the layout of what they are given. */
  #follow(node: Node, written: (x: string) => string): boolean {
    const x = this.#blocks.get(node.inputs[0]!);
    if (x !== undefined) this.#blocks.set(node, written(x));
    return x !== undefined;
  }

  #takeConvolution(node: Node): boolean {
    const [x, filters, bias] = node.inputs as [Node, Node, Node | undefined];
    const isFixed = filters.data !== undefined && (bias === undefined || bias.data !== undefined);
    if (!isFixed || !(this.#canBlock(x) || this.#isThin(x))) return false;
    if (isPackable(node)) {
      const convolve = (data: Float32Array, shape: Shape, attributes: Attributes): string => {
        const wide = this.#convolve(node, { data, shape }, { attributes });
        return this.#write.blockNode('ReorderOutput', [wide], { channels: { int: shape[0]! } });
      };
      this.#plain.set(node, packedConvolution(this.#write, node, convolve));
      return true;
    }
    const taker = this.#onlyTaker(node);
    if (taker?.operation === 'relu' || (taker?.operation === 'add' && this.#isSum(taker)))
      this.#waiting.add(node);
    else this.#blocks.set(node, this.#convolution(node, {}));
    return true;
  }

  /** Whether a convolution reads it channel by channel: a picture has fewer than a block. */
  #isThin(x: Node): boolean {
    return !this.#blocks.has(x) && x.shape[1]! < this.#options.size;
  }

  #isSum({ inputs: [a, b], shape }: Node): boolean {
    const fits = [a!, b!].every((each) => each.shape.join() === shape.join() && this.#canBlock(each));
    return fits && a !== b;
  }

  #convolution(node: Node, how: { readonly attributes?: Attributes; readonly sum?: Node }): string {
    const { data, shape } = node.inputs[1]!;
    const pads = { ints: Array<number>(4).fill(node.attributes.padding as number) };
    return this.#convolve(node, { data: data!, shape }, { ...how, attributes: { pads, ...how.attributes } });
  }

  /** What `node` convolves, with these filters, and with what is added to the result. */
  #convolve(
    { inputs: [x, , bias] }: Node,
    { data, shape }: { readonly data: Float32Array; readonly shape: Shape },
    { attributes, sum }: { readonly attributes: Attributes; readonly sum?: Node },
  ): string {
    const [outs, ins, rows, columns] = shape as [number, number, number, number];
    const isThin = this.#isThin(x!);
    const filters = filtersInBlocks(data, shape, {
      ins: isThin ? 1 : this.#options.size,
      outs: this.#options.size,
    });
    const filterShape = [this.#whole(outs), isThin ? ins : this.#whole(ins), rows, columns];
    const inputs = [
      isThin ? this.plain(x!) : this.#blocked(x!),
      this.#write.floats(filters, filterShape),
      bias === undefined
        ? ''
        : this.#write.floats(filled(bias.data!, this.#whole(outs)), [this.#whole(outs)]),
      sum === undefined ? '' : this.#blocked(sum),
    ];
    return this.#write.blockNode('Conv', inputs, { kernel_shape: { ints: [rows, columns] }, ...attributes });
  }

  #takeRelu(node: Node): boolean {
    const [x] = node.inputs as [Node];
    if (!this.#waiting.has(x)) return this.#follow(node, (own) => this.#write.node('Relu', [own]));
    this.#blocks.set(node, this.#convolution(x, { attributes: { activation: { text: 'Relu' } } }));
    return true;
  }

  #takeAdd(node: Node): boolean {
    const [a, b] = node.inputs as [Node, Node];
    const last = [b, a].find((each) => each.operation === 'convolution' && this.#waiting.has(each));
    if (last !== undefined) {
      const other = last === a ? b : a;
      if (this.#waiting.has(other)) this.#blocks.set(other, this.#convolution(other, {}));
      this.#blocks.set(node, this.#convolution(last, { sum: other }));
    } else if (this.#blocks.has(a) && this.#blocks.has(b) && this.#isSum(node)) {
      this.#blocks.set(node, this.#write.node('Add', [this.#blocked(a), this.#blocked(b)]));
    }
    return this.#blocks.has(node);
  }

  /**
   * What passes where the gate is open is multiplied by a mask of bytes, 0 or 1, which is what taking quantised values back to floats
   * does when each has a scale of its own: the only operation of onnxruntime that reads a byte and a float, in one pass. A picture that
   * was doubled is doubled along its rows beforehand, and from row to row by giving two rows of the mask the same scales.
   */
  #takeWhere(node: Node): boolean {
    const [x, gate] = node.inputs as [Node, Node];
    if (!this.#blocks.has(gate) || !(this.#canBlock(x) || this.#waiting.has(x))) return false;
    const own = this.#blocked(gate);
    const open = gate.operation === 'relu' ? own : this.#write.node('Relu', [own]);
    const mask = this.#cast(this.#cast(open, 'bool'), 'byte');
    const passed = (bytes: string, scales: string, rows: number): string =>
      this.#write.node('DequantizeLinear', [bytes, scales], { axis: { int: 1 }, block_size: { int: rows } });
    if (!this.#waiting.has(x)) {
      this.#blocks.set(node, passed(mask, this.#blocked(x), 1));
      return true;
    }
    const [samples, channels, rows, columns] = node.shape as [number, number, number, number];
    const wide = this.#write.blockNode('Upsample', [this.#blocked(x.inputs[0]!)], {
      scales: { ints: [1, 1, 1, 2] },
    });
    const lines = (values: string, count: number): string =>
      this.#reshape(values, [-1, count, columns * this.#options.size]);
    const kept = passed(lines(mask, rows), lines(wide, rows / 2), 2);
    this.#blocks.set(node, this.#reshape(kept, [samples, this.#whole(channels), rows, columns]));
    return true;
  }

  #cast(x: string, to: keyof typeof elementTypes): string {
    return this.#write.node('Cast', [x], { to: { int: elementTypes[to] } });
  }

  #reshape(x: string, shape: Shape): string {
    return this.#write.node('Reshape', [x, this.#write.integers(shape)]);
  }

  #takeUpsample(node: Node): boolean {
    const taker = this.#onlyTaker(node);
    if (taker?.operation === 'where' && this.#blocks.has(node.inputs[0]!)) {
      const [x, gate] = taker.inputs as [Node, Node];
      if (x === node && this.#blocks.has(gate)) this.#waiting.add(node);
    }
    if (this.#waiting.has(node)) return true;
    return this.#follow(node, (x) =>
      this.#write.blockNode('Upsample', [x], { scales: { ints: [1, 1, 2, 2] } }),
    );
  }

  /** Features of one block lie place by place, as a matrix product likes its second factor. */
  #takeMoments(node: Node): boolean {
    const [features, weights] = node.inputs as [Node, Node];
    const [from] = features.inputs as [Node];
    const isOne = features.operation === 'reshape' && this.#isOneBlock(from, features);
    if (!isOne || !this.#blocks.has(from)) return false;
    const all = weighted(this.#write, [this.plain(features), this.plain(weights)], node.inputs);
    const byPlace = this.#reshape(this.#blocked(from), [-1, this.#options.size]);
    const product = this.#write.node('MatMul', [all, byPlace]);
    this.#plain.set(node, this.#write.node('Transpose', [product], { perm: { ints: [1, 0] } }));
    return true;
  }

  /** The gradient of these moments: made place by place, it is in blocks. */
  #takeProduct(node: Node): boolean {
    const taker = this.#onlyTaker(node);
    const isOne = taker?.operation === 'reshape' && this.#isOneBlock(taker, node);
    const isAdded = isOne && this.#onlyTaker(taker)?.operation === 'add';
    if (isAdded) this.#waiting.add(node);
    return isAdded;
  }

  #takeReshape(node: Node): boolean {
    const [product] = node.inputs as [Node];
    if (!this.#waiting.has(product)) return false;
    const [a, b] = product.inputs.map((each) => this.plain(each)) as [string, string];
    const turned = this.#write.node('Transpose', [a], { perm: { ints: [1, 0] } });
    const byPlace = this.#write.node('Gemm', [b, turned], { transA: { int: 1 } });
    this.#blocks.set(node, this.#reshape(byPlace, node.shape));
    return true;
  }

  /** Whether these are features of one sample and as many channels as a block has, and the same as a matrix. */
  #isOneBlock({ shape }: Node, matrix: Node): boolean {
    const [samples, channels, , columns] = shape;
    return (
      columns !== undefined && samples === 1 && channels === this.#options.size && matrix.shape.length === 2
    );
  }
}

/** Types of values as ONNX numbers them. */
const elementTypes = { byte: 2, bool: 9 } as const;

function filled(values: Float32Array, length: number): Float32Array {
  const all = new Float32Array(length);
  all.set(values);
  return all;
}

/** Filters `[out, in, row, column]` as `[block of outs, block of ins, row, column, in, out]`, with blocks of so many. */
function filtersInBlocks(
  data: Float32Array,
  shape: Shape,
  blocks: { readonly ins: number; readonly outs: number },
): Float32Array {
  const [outs, ins, rows, columns] = shape as [number, number, number, number];
  const area = rows * columns;
  const inBlocks = Math.ceil(ins / blocks.ins);
  const all = new Float32Array(Math.ceil(outs / blocks.outs) * blocks.outs * inBlocks * blocks.ins * area);
  for (let out = 0; out < outs; out++) {
    for (let from = 0; from < ins; from++) {
      const first = (Math.floor(out / blocks.outs) * inBlocks + Math.floor(from / blocks.ins)) * area;
      for (let at = 0; at < area; at++) {
        const to = ((first + at) * blocks.ins + (from % blocks.ins)) * blocks.outs + (out % blocks.outs);
        all[to] = data[(out * ins + from) * area + at]!;
      }
    }
  }
  return all;
}
