import type { Shape } from '../../graph/index.js';

/** Values, and zeros up to this length. */
export function filled(values: Float32Array, length: number): Float32Array {
  const all = new Float32Array(length);
  all.set(values);
  return all;
}

/** Filters `[out, in, row, column]` as `[block of outs, block of ins, row, column, in, out]`, with blocks of so many. */
export function filtersInBlocks(
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
