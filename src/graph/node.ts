/** Sizes of a tensor's axes, outermost first; `[]` is a scalar. Pictures and features are `[batch, channel, row, column]`. */
export type Shape = readonly number[];

/** Fixed settings of an operation: padding widths, axes, a factor. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/**
 * A value in a computation: an operation applied to other values. A graph is reached through the nodes that
 * one asks for; nodes are immutable and shared freely.
 */
export interface Node {
  readonly operation: string;
  readonly inputs: readonly Node[];
  readonly attributes: Attributes;
  readonly shape: Shape;
  /** Name under which a value is fed; only for `input`. */
  readonly name?: string;
  /** Values in row-major order; only for `constant`. */
  readonly data?: Float32Array;
}

/** What a backend compiles: the values that are asked for, by name. Its inputs are the `input` nodes that they reach. */
export interface Program {
  readonly outputs: Readonly<Record<string, Node>>;
}

/** Number of elements of a tensor of this shape. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Shape of the values of `count` samples together. Pictures and features, which have four axes, are laid along their first one;
 * whatever else gets a new first axis. Throws RangeError for four axes that do not begin with 1.
 */
export function samplesShape(shape: Shape, count: number): Shape {
  if (shape.length !== 4) return [count, ...shape];
  if (shape[0] !== 1) throw new RangeError(`samples: four axes must begin with 1, got [${shape}]`);
  return [count, ...shape.slice(1)];
}

/** A value that is fed at each run. Names are unique within a program. */
export function input(name: string, shape: Shape): Node {
  return { operation: 'input', inputs: [], attributes: {}, shape, name };
}

/** A fixed value, `data` in row-major order. Throws RangeError when the data does not fill the shape. */
export function constant(data: Float32Array, shape: Shape): Node {
  if (data.length !== elementCount(shape)) {
    throw new RangeError(`${data.length} values do not fill a tensor of shape [${shape}]`);
  }
  return { operation: 'constant', inputs: [], attributes: {}, shape, data };
}

/** All nodes that the roots reach, each once, every node after its inputs. */
export function inOrder(roots: readonly Node[]): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack = [...roots].reverse().map((node) => ({ node, ready: false }));
  while (stack.length > 0) {
    const { node, ready } = stack.pop()!;
    if (ready) {
      order.push(node);
    } else if (!seen.has(node)) {
      seen.add(node);
      stack.push({ node, ready: true });
      for (const from of [...node.inputs].reverse()) stack.push({ node: from, ready: false });
    }
  }
  return order;
}
