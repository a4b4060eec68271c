import type { Node, Shape } from '../../graph/index.js';
import type { ModelWriter } from './model-writer.js';

interface BlockOptions {
  /** Channels of a block. */
  readonly size: number;
  /** Name of the result of a node that was not taken. */
  readonly usual: (node: Node) => string;
}

/** Results in onnxruntime's blocked layout and as they lie usually, and what is written of both. */
export class Blocks {
  /** Channels of a block. */
  readonly size: number;
  readonly #write: ModelWriter;
  readonly #usual: (node: Node) => string;
  readonly #blocks = new Map<Node, string>();
  readonly #plain = new Map<Node, string>();

  constructor(write: ModelWriter, { size, usual }: BlockOptions) {
    this.size = size;
    this.#write = write;
    this.#usual = usual;
  }

  /** Whether a result lies in blocks. */
  has(node: Node): boolean {
    return this.#blocks.has(node);
  }

  /** Says the name of a result in blocks. */
  set(node: Node, name: string): void {
    this.#blocks.set(node, name);
  }

  /** Says the name of a result as it lies usually. */
  setPlain(node: Node, name: string): void {
    this.#plain.set(node, name);
  }

  /** Name of a result as it lies usually, channel by channel. */
  plain(node: Node): string {
    const known = this.#plain.get(node);
    if (known !== undefined) return known;
    const inBlocks = this.#blocks.get(node);
    if (inBlocks === undefined) return this.#usual(node);
    const own = this.channelByChannel(inBlocks, node.shape[1]!);
    this.#plain.set(node, own);
    return own;
  }

  /** Name of a result in blocks. */
  blocked(node: Node): string {
    const found = this.#blocks.get(node) ?? this.#write.blockNode('ReorderInput', [this.plain(node)], {});
    this.#blocks.set(node, found);
    return found;
  }

  /** Values in blocks as they lie usually. */
  channelByChannel(x: string, channels: number): string {
    return this.#write.blockNode('ReorderOutput', [x], { channels: { int: channels } });
  }

  /** Channels with those that fill the last block. */
  whole(channels: number): number {
    return Math.ceil(channels / this.size) * this.size;
  }

  /** Whether these are features of one sample and as many channels as a block has. */
  isOne({ shape: [samples, channels] }: Node): boolean {
    return samples === 1 && channels === this.size;
  }

  reshape(x: string, shape: Shape): string {
    return this.#write.node('Reshape', [x, this.#write.integers(shape)]);
  }

  /** Where values that are never negative are above zero: bytes, 0 or 1. */
  mask(open: string): string {
    return this.#cast(this.#cast(open, 'bool'), 'byte');
  }

  /**
   * Values in blocks, of features of this shape, once all of `first` are there. onnxruntime computes a result when another wants it, and
   * keeps until then what it is made of.
   */
  after(x: string, first: readonly string[], [samples, channels, ...places]: Shape): string {
    const shape = [samples!, this.whole(channels!), ...places];
    return this.#write.node('Reshape', [x, this.integersAfter(shape, first)]);
  }

  /** Numbers that are known only once all of `first` are there: a value of each, times 0, is added to them. */
  integersAfter(values: readonly number[], first: readonly string[]): string {
    const [zero, one] = [0, 1].map((each) => this.#write.integers([each])) as [string, string];
    return first.reduce((sum, each) => {
      const value = this.#cast(this.#write.node('Slice', [this.reshape(each, [-1]), zero, one]), 'integer');
      return this.#write.node('Add', [sum, this.#write.node('Mul', [value, zero])]);
    }, this.#write.integers(values));
  }

  #cast(x: string, to: keyof typeof elementTypes): string {
    return this.#write.node('Cast', [x], { to: { int: elementTypes[to] } });
  }
}

/** Types of values as ONNX numbers them. */
const elementTypes = { byte: 2, integer: 7, bool: 9 } as const;
