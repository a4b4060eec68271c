import { momentSizes, type Node, type Shape } from '../../graph/index.js';
import type { Attributes, ModelWriter } from './model-writer.js';

/** One place for each 2×2 block. */
export const halving = { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } };

/** For each region the features and a row of ones, times the region's weights. */
export function weighted(
  write: ModelWriter,
  [features, weights]: readonly [string, string],
  shapes: readonly [Shape, Shape],
): string {
  const { lead, channels, places, regions } = momentSizes(...shapes);
  const reshaped = (x: string, shape: Shape): string => write.node('Reshape', [x, write.integers(shape)]);
  const row = write.floats(new Float32Array(places).fill(1), [1, places]);
  const ones = lead.length === 0 ? row : write.node('Expand', [row, write.integers([...lead, 1, places])]);
  const rows = write.node('Concat', [features, ones], { axis: { int: lead.length } });
  const met = lead.length === 0 ? rows : reshaped(rows, [...lead, 1, channels + 1, places]);
  const product = write.node('Mul', [met, reshaped(weights, [...lead, regions, 1, places])]);
  return reshaped(product, [...lead, regions * (channels + 1), places]);
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
