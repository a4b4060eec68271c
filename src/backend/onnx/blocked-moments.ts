import type { Node } from '../../graph/index.js';
import type { Blocks } from './blocks.js';
import type { ModelWriter } from './model-writer.js';
import { weighted } from './shared.js';

interface Strip {
  /** Its features in blocks. */
  readonly inBlocks: string;
  /** `[channels, places]` */
  readonly features: string;
  /** What the gradient is a product with, `[regions·(channels + 1), places]`. */
  readonly weighted: string;
}

/** Name of rows of features that are computed again, in blocks, once `first` is there; undefined where they are rather kept. */
export type RowsAgain = (
  features: Node,
  rows: readonly [from: number, to: number],
  first: string,
) => string | undefined;

/**
 * Writes the moments of features in blocks, and their gradient. Weighted for every region the features are the largest values of all: where
 * they are many they are made strip by strip, and again for the gradient, in half of the memory and about the same time.
 */
export class BlockedMoments {
  readonly #write: ModelWriter;
  readonly #blocks: Blocks;

  constructor(write: ModelWriter, blocks: Blocks) {
    this.#write = write;
    this.#blocks = blocks;
  }

  /** Features `[1, C, H, W]` in blocks, of which these are the matrix `[C, H·W]`; undefined where they are not. */
  featuresOf(matrix: Node): Node | undefined {
    const [from] = matrix.inputs;
    if (matrix.operation !== 'reshape' || matrix.shape.length !== 2 || !this.#blocks.has(from!))
      return undefined;
    const [samples, channels] = from!.shape;
    return samples === 1 && matrix.shape[0] === channels ? from : undefined;
  }

  /** Whether this is the gradient of moments that `write` takes, as a matrix. */
  isGradient({ operation, inputs: [, right] }: Node): boolean {
    if (operation !== 'matmul' || right?.operation !== 'weighted') return false;
    return this.featuresOf(right.inputs[0]!) !== undefined;
  }

  /** Moments as they lie usually. Features of one block lie place by place, as a matrix product likes its second factor. */
  write(features: Node, weights: Node): string {
    const isOne = this.#blocks.isOne(features);
    const parts = this.#strips([features, weights], { first: this.#blocks.blocked(features) }).map((strip) =>
      isOne
        ? this.#write.node('MatMul', [strip.weighted, this.#byPlace(strip.inBlocks)])
        : this.#write.node('Gemm', [strip.features, strip.weighted], { transB: { int: 1 } }),
    );
    const sum = parts.reduce((before, part) => this.#write.node('Add', [before, part]));
    return isOne ? this.#turned(sum) : sum;
  }

  /** Writes the gradient of moments as that of the features, named `node`, once `first` is there: it takes as much memory as they. */
  writeGradient(
    node: Node,
    gradient: Node,
    { first, again }: { readonly first: string | undefined; readonly again: RowsAgain },
  ): void {
    const [factors, { inputs }] = gradient.inputs as [Node, Node];
    const features = this.featuresOf(inputs[0]!)!;
    const columns = this.#blocks.plain(factors);
    const strips = this.#strips([features, inputs[1]!], { first: first ?? columns, again });
    if (this.#blocks.isOne(features)) {
      const rows = this.#turned(columns);
      const parts = strips.map((strip) =>
        this.#write.node('Gemm', [strip.weighted, rows], { transA: { int: 1 } }),
      );
      this.#blocks.set(node, this.#blocks.reshape(this.#joined(parts, 0), node.shape));
    } else {
      const parts = strips.map((strip) => this.#write.node('MatMul', [columns, strip.weighted]));
      this.#blocks.setPlain(node, this.#blocks.reshape(this.#joined(parts, 1), node.shape));
    }
  }

  /** Rows of the features one after the other, or all at once where their values are few; for the gradient later than the moments. */
  #strips(
    [features, weights]: readonly [Node, Node],
    { first, again }: { readonly first: string; readonly again?: RowsAgain },
  ): Strip[] {
    const [, channels, rows, columns] = features.shape as [number, number, number, number];
    const [regions] = weights.shape as [number, number];
    const values = regions * (channels + 1) * rows * columns;
    const count = values <= keptValues ? 1 : Math.min(rows, Math.ceil(values / stripValues));
    const { size } = this.#blocks;
    const [whole, all] = [this.#blocks.whole(channels), this.#blocks.plain(weights)];
    const cut = (x: string, bounds: readonly [number, number]): string =>
      count === 1 ? x : this.#columns(x, bounds, first);
    const byBlock = (): string => this.#blocks.reshape(this.#blocks.blocked(features), [whole / size, -1]);
    return Array.from({ length: count }, (_, at) => {
      const [from, to] = [at, at + 1].map((each) => Math.floor((rows * each) / count)) as [number, number];
      const [start, end] = [from * columns, to * columns];
      const places = end - start;
      const inBlocks =
        (count > 1 ? again?.(features, [from, to], first) : undefined) ??
        this.#blocks.reshape(cut(byBlock(), [start * size, end * size]), [1, whole, to - from, columns]);
      const plain = this.#blocks.reshape(this.#blocks.channelByChannel(inBlocks, channels), [
        channels,
        places,
      ]);
      const shapes = [
        [channels, places],
        [regions, places],
      ] as const;
      const own = weighted(this.#write, [plain, cut(all, [start, end])], shapes);
      return { inBlocks, features: plain, weighted: own };
    });
  }

  /** From a bound that is known late: where all are fixed, onnxruntime cuts everything at once, and keeps it. */
  #columns(x: string, [from, to]: readonly [number, number], first: string): string {
    const start = this.#blocks.integersAfter([from], [first]);
    return this.#write.node('Slice', [x, start, this.#write.integers([to]), this.#write.integers([1])]);
  }

  #byPlace(inBlocks: string): string {
    return this.#blocks.reshape(inBlocks, [-1, this.#blocks.size]);
  }

  #turned(x: string): string {
    return this.#write.node('Transpose', [x], { perm: { ints: [1, 0] } });
  }

  #joined(parts: readonly string[], axis: number): string {
    return parts.length === 1 ? parts[0]! : this.#write.node('Concat', parts, { axis: { int: axis } });
  }
}

/** Weighted features of a tap that are kept for the gradient, and those of a strip where it has more: 8 and 2 MB. */
const keptValues = 2e6;
const stripValues = 5e5;
