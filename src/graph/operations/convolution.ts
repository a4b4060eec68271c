import { constant, type Node } from '../node.js';
import { builder, type Operation } from './operation.js';
import { image } from './shapes.js';

/** The operation that takes all the time. */
export const convolving = {
  /** Cross-correlation of x `[N, C, H, W]` with filters `[O, C, k, k]`, stride 1, `padding` zeros on each side; bias `[O]`. */
  convolution: {
    shape: ([x, filters], { padding }) => {
      const [batch, channels, rows, columns] = image('convolution', x);
      const [outs, ins, height, width] = image('convolution', filters);
      if (ins !== channels)
        throw new RangeError(`convolution: filters for ${ins} channels, input of ${channels}`);
      const grow = 2 * (padding as number) + 1;
      return [batch, outs, rows + grow - height, columns + grow - width];
    },
    gradient: ({ inputs: [, filters], attributes }, upstream) => [
      convolution(upstream, transposedFilters(filters!), {
        padding: filters!.shape[2]! - 1 - (attributes.padding as number),
      }),
      undefined,
      undefined,
    ],
    samples: ({ inputs, attributes }, [x, filters, bias]) => {
      if (filters !== inputs[1] || bias !== inputs[2])
        throw new RangeError('convolution: samples must share filters and bias');
      return convolution(x!, filters!, { bias, padding: attributes.padding as number });
    },
  },
} satisfies Record<string, Operation>;

const build = builder(convolving);

interface ConvolutionOptions {
  readonly bias?: Node | undefined;
  /** Zeros on each side. */
  readonly padding: number;
}

export function convolution(x: Node, filters: Node, { bias, padding }: ConvolutionOptions): Node {
  return build('convolution', bias === undefined ? [x, filters] : [x, filters, bias], { padding });
}

/** Filters `[out, in, row, column]` of the convolution that carries gradients back: channels swapped, turned by 180°. */
function transposedFilters(filters: Node): Node {
  if (filters.data === undefined) throw new RangeError('convolution: a gradient needs constant filters');
  const [outs, ins, rows, columns] = image('convolution', filters.shape);
  const turned = new Float32Array(filters.data.length);
  for (let out = 0; out < outs; out++) {
    for (let from = 0; from < ins; from++) {
      const area = rows * columns;
      const source = (out * ins + from) * area;
      const target = (from * outs + out) * area;
      for (let at = 0; at < area; at++) turned[target + area - 1 - at] = filters.data[source + at]!;
    }
  }
  return constant(turned, [ins, outs, rows, columns]);
}
