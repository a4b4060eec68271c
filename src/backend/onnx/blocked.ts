import type { Node, Shape } from '../../graph/index.js';
import { filled, filtersInBlocks } from './block-filters.js';
import { BlockedMoments, type RowsAgain } from './blocked-moments.js';
import { Blocks } from './blocks.js';
import type { Attributes, ModelWriter } from './model-writer.js';
import { halving, isPackable, packedConvolution } from './shared.js';

interface LayoutOptions {
  /** Channels of a block. */
  readonly size: number;
  /** What takes a node's result: nodes, and undefined for an output of the program. */
  readonly takers: ReadonlyMap<Node, readonly (Node | undefined)[]>;
  /** Name of the result of a node that was not taken. */
  readonly usual: (node: Node) => string;
}

/** How a convolution is written. */
interface How {
  readonly attributes?: Attributes;
  /** What is added to the result. */
  readonly sum?: Node;
  /** Name of what is convolved instead of its input, channel by channel. */
  readonly picture?: string;
}

/**
 * Writes what can be done in onnxruntime's blocked layout, in which its convolutions are the fastest: channels in blocks of as many as
 * a register holds, `[sample, block, row, column, channel of the block]`, with zeros for what is missing in the last block. onnxruntime
 * brings convolutions into it by itself, but leaves it for all that it does not know there: masks, and what is added to a gradient.
 */
export class BlockedLayout {
  readonly #write: ModelWriter;
  readonly #blocks: Blocks;
  readonly #moments: BlockedMoments;
  readonly #takers: LayoutOptions['takers'];
  /** Masks of features, and these for whatever comes after: features of four bytes are not kept for the mask of one byte. */
  readonly #masks = new Map<Node, { readonly bytes: string; readonly masked: string }>();
  /** What is written together with the one node that takes it. */
  readonly #waiting = new Set<Node>();

  constructor(write: ModelWriter, { takers, ...options }: LayoutOptions) {
    this.#write = write;
    this.#blocks = new Blocks(write, options);
    this.#moments = new BlockedMoments(write, this.#blocks);
    this.#takers = takers;
  }

  /** Name of a result as it lies usually, channel by channel. */
  plain(node: Node): string {
    return this.#blocks.plain(node);
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

  /** onnxruntime brings four channels at a time into blocks. */
  #canBlock(node: Node): boolean {
    return this.#blocks.has(node) || (node.shape.length === 4 && node.shape[1]! % 4 === 0);
  }

  #onlyTaker(node: Node): Node | undefined {
    const [first, ...others] = this.#takers.get(node)!;
    return others.length === 0 ? first : undefined;
  }

  /** For operations that keep to the layout of what they are given. */
  #follow(node: Node, written: (x: string) => string): boolean {
    const [x] = node.inputs as [Node];
    if (!this.#blocks.has(x)) return false;
    this.#blocks.set(node, written(this.#read(x)));
    return true;
  }

  #takeConvolution(node: Node): boolean {
    const [x, filters, bias] = node.inputs as [Node, Node, Node | undefined];
    const isFixed = filters.data !== undefined && (bias === undefined || bias.data !== undefined);
    if (!isFixed || !(this.#canBlock(x) || this.#isThin(x))) return false;
    if (isPackable(node)) {
      const convolve = (data: Float32Array, shape: Shape, attributes: Attributes): string => {
        const wide = this.#convolve(node, { data, shape }, { attributes });
        return this.#blocks.channelByChannel(wide, shape[0]!);
      };
      this.#blocks.setPlain(node, packedConvolution(this.#write, node, convolve));
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
    return !this.#blocks.has(x) && x.shape[1]! < this.#blocks.size;
  }

  #isSum({ inputs: [a, b], shape }: Node): boolean {
    const fits = [a!, b!].every((each) => each.shape.join() === shape.join() && this.#canBlock(each));
    return fits && a !== b;
  }

  #convolution(node: Node, how: How): string {
    const { data, shape } = node.inputs[1]!;
    const pads = { ints: Array<number>(4).fill(node.attributes.padding as number) };
    return this.#convolve(node, { data: data!, shape }, { ...how, attributes: { pads, ...how.attributes } });
  }

  /** What `node` convolves, with these filters, and with what is added to the result. */
  #convolve(
    { inputs: [x, , bias] }: Node,
    { data, shape }: { readonly data: Float32Array; readonly shape: Shape },
    { attributes, sum, picture }: How & { readonly attributes: Attributes },
  ): string {
    const [outs, ins, rows, columns] = shape as [number, number, number, number];
    const isThin = this.#isThin(x!);
    const filters = filtersInBlocks(data, shape, {
      ins: isThin ? 1 : this.#blocks.size,
      outs: this.#blocks.size,
    });
    const filterShape = [this.#blocks.whole(outs), isThin ? ins : this.#blocks.whole(ins), rows, columns];
    const inputs = [
      isThin ? (picture ?? this.#blocks.plain(x!)) : this.#read(x!),
      this.#write.floats(filters, filterShape),
      bias === undefined
        ? ''
        : this.#write.floats(filled(bias.data!, this.#blocks.whole(outs)), [this.#blocks.whole(outs)]),
      sum === undefined ? '' : this.#blocks.blocked(sum),
    ];
    return this.#write.blockNode('Conv', inputs, { kernel_shape: { ints: [rows, columns] }, ...attributes });
  }

  #takeRelu(node: Node): boolean {
    const [x] = node.inputs as [Node];
    if (!this.#waiting.has(x)) return this.#follow(node, (own) => this.#write.node('Relu', [own]));
    const own = this.#convolution(x, { attributes: passing });
    this.#blocks.set(node, own);
    const takers = this.#takers.get(node)!;
    const isGate = takers.some((taker) => taker?.operation === 'where' && taker.inputs[1] === node);
    if (!isGate) return true;
    const bytes = this.#blocks.mask(own);
    const measured = takers.flatMap((matrix) => (matrix === undefined ? [] : this.#momentsOf(matrix)));
    this.#masks.set(node, { bytes, masked: this.#blocks.after(own, [bytes, ...measured], node.shape) });
    return true;
  }

  /** Name of a result in blocks for what comes after it. */
  #read(node: Node): string {
    return this.#masks.get(node)?.masked ?? this.#blocks.blocked(node);
  }

  #takeAdd(node: Node): boolean {
    const [a, b] = node.inputs as [Node, Node];
    const last = [b, a].find((each) => each.operation === 'convolution' && this.#waiting.has(each));
    for (const each of [a, b]) if (each !== last) this.#writeWaiting(each, last?.inputs[0]);
    if (last !== undefined) {
      this.#blocks.set(node, this.#convolution(last, { sum: last === a ? b : a }));
    } else if (this.#blocks.has(a) && this.#blocks.has(b) && this.#isSum(node)) {
      this.#blocks.set(node, this.#write.node('Add', [this.#blocks.blocked(a), this.#blocks.blocked(b)]));
    }
    return this.#blocks.has(node);
  }

  /** Writes what waited for being added to something else, once `first` is there. */
  #writeWaiting(node: Node, first: Node | undefined): void {
    if (!this.#waiting.has(node)) return;
    if (node.operation === 'convolution') this.#blocks.set(node, this.#convolution(node, {}));
    else this.#writeGradient(node, first && this.#blocks.blocked(first));
  }

  #writeGradient(node: Node, first: string | undefined): void {
    const [gradient] = node.inputs as [Node];
    this.#moments.writeGradient(node, gradient, { first, again: this.#again });
  }

  /** Rows of features once more, where they are made of a picture's few channels: that takes less than to keep them. */
  readonly #again: RowsAgain = ({ operation, inputs: [x] }, [from, to], first) => {
    if (operation !== 'relu' || !this.#waiting.has(x!) || !this.#isThin(x!.inputs[0]!)) return undefined;
    const [picture, filters] = x!.inputs as [Node, Node];
    const rows = picture.shape[2]!;
    const [reach, sides] = [(filters.shape[2]! - 1) / 2, x!.attributes.padding as number];
    if (sides !== reach) return undefined;
    const bounds = [Math.max(0, from - reach), Math.min(rows, to + reach)] as const;
    const part = this.#write.node('Slice', [
      this.#blocks.plain(picture),
      this.#blocks.integersAfter([bounds[0]], [first]),
      ...[bounds[1], 2].map((each) => this.#write.integers([each])),
    ]);
    const pads = [bounds[0] - (from - reach), sides, to + reach - bounds[1], sides];
    return this.#convolution(x!, { attributes: { ...passing, pads: { ints: pads } }, picture: part });
  };

  /**
   * What passes where the gate is open is multiplied by a mask of bytes, 0 or 1, which is what taking quantised values back to floats
   * does when each has a scale of its own: the only operation of onnxruntime that reads a byte and a float, in one pass. A picture that
   * was doubled is doubled along its rows beforehand, and from row to row by giving two rows of the mask the same scales.
   */
  #takeWhere(node: Node): boolean {
    const [x, gate] = node.inputs as [Node, Node];
    if (!this.#blocks.has(gate) || !(this.#canBlock(x) || this.#waiting.has(x))) return false;
    const open =
      gate.operation === 'relu'
        ? this.#blocks.blocked(gate)
        : this.#write.node('Relu', [this.#blocks.blocked(gate)]);
    const mask = this.#masks.get(gate)?.bytes ?? this.#blocks.mask(open);
    const passed = (bytes: string, scales: string, rows: number): string =>
      this.#write.node('DequantizeLinear', [bytes, scales], { axis: { int: 1 }, block_size: { int: rows } });
    if (!this.#waiting.has(x)) {
      this.#blocks.set(node, passed(mask, this.#blocks.blocked(x), 1));
      return true;
    }
    const [samples, channels, rows, columns] = node.shape as [number, number, number, number];
    const wide = this.#write.blockNode('Upsample', [this.#blocks.blocked(x.inputs[0]!)], {
      scales: { ints: [1, 1, 1, 2] },
    });
    const lines = (values: string, count: number): string =>
      this.#blocks.reshape(values, [-1, count, columns * this.#blocks.size]);
    const kept = passed(lines(mask, rows), lines(wide, rows / 2), 2);
    this.#blocks.set(
      node,
      this.#blocks.reshape(kept, [samples, this.#blocks.whole(channels), rows, columns]),
    );
    return true;
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

  #takeMoments(node: Node): boolean {
    const [matrix, weights] = node.inputs as [Node, Node];
    const features = this.#moments.featuresOf(matrix);
    if (features === undefined) return false;
    this.#blocks.setPlain(node, this.#moments.write(features, weights));
    return true;
  }

  /** Writes the moments of features, of which this is a matrix, as soon as these are there. */
  #momentsOf(matrix: Node): string[] {
    const all = this.#takers
      .get(matrix)!
      .filter((taker) => taker?.operation === 'moments' && this.#takeMoments(taker));
    return all.map((node) => this.#blocks.plain(node!));
  }

  /** The gradient of moments waits for being that of features, and this for being added to another. */
  #takeProduct(node: Node): boolean {
    const waits = this.#moments.isGradient(node) && this.#onlyTaker(node)?.operation === 'reshape';
    if (waits) this.#waiting.add(node);
    return waits;
  }

  #takeReshape(node: Node): boolean {
    const [gradient] = node.inputs as [Node];
    if (!this.#waiting.has(gradient)) return false;
    if (this.#onlyTaker(node)?.operation === 'add') this.#waiting.add(node);
    else this.#writeGradient(node, undefined);
    return true;
  }
}

/** A convolution whose result goes through a ReLU. */
const passing = { activation: { text: 'Relu' } } as const;
