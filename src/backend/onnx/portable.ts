import type { Node, OperationName } from '../../graph/index.js';
import { clipEach, doubled, type Lowering } from './lower.js';
import type { ModelWriter } from './model-writer.js';
import { halving } from './shared.js';

const ones = (write: ModelWriter): string => write.floats(Float32Array.of(1), []);
const zeros = (write: ModelWriter): string => write.floats(Float32Array.of(0), []);

const axesBehindFirst = ({ shape }: Node): number[] => [...shape.keys()].slice(1);

/** c·(2x − c), whose sum is that of Huber's function of x, where c is x clipped to its knees. */
function huberTerms(write: ModelWriter, clipped: string, twice: string): string {
  return write.node('Mul', [clipped, write.node('Sub', [twice, clipped])]);
}

/**
 * Operations for providers other than the CPU, where their usual lowering is made for its layouts, counts on infinities that a
 * GPU may not have, or needs an operation that only the CPU has.
 */
export const portable: Partial<Record<OperationName, Lowering>> = {
  // The WebGPU of onnxruntime 1.30 computes nonsense for most numbers of channels that are not a multiple of 4 (6 to 8, 9 to 8),
  // where it does not treat them apart as it does the 3 of a picture.
  convolution: (write, [x, filters, ...bias], { inputs: [from, kernel], attributes }) => {
    const pads = { pads: { ints: Array<number>(4).fill(attributes.padding as number) } };
    const [outs, ins, rows, columns] = kernel!.shape as [number, number, number, number];
    const missing = -ins & 3;
    if (ins <= 3 || missing === 0 || kernel!.data === undefined)
      return write.node('Conv', [x!, filters!, ...bias], pads);
    const widened = new Float32Array(outs * (ins + missing) * rows * columns);
    const [before, after] = [ins * rows * columns, (ins + missing) * rows * columns];
    for (let out = 0; out < outs; out++)
      widened.set(kernel!.data.subarray(out * before, (out + 1) * before), out * after);
    const [batch, , height, width] = from!.shape as [number, number, number, number];
    const nothing = write.floats(new Float32Array(batch * missing * height * width), [
      batch,
      missing,
      height,
      width,
    ]);
    const whole = write.node('Concat', [x!, nothing], { axis: { int: 1 } });
    return write.node(
      'Conv',
      [whole, write.floats(widened, [outs, ins + missing, rows, columns]), ...bias],
      pads,
    );
  },
  where: (write, [x, gate]) =>
    write.node('Where', [write.node('Greater', [gate!, zeros(write)]), x!, zeros(write)]),
  // A Clip would have its limits fetched back from the GPU.
  clip: (write, [x, limit]) => clipEach(write, x!, limit!),
  sumOfSquares: (write, [x], { inputs: [of], attributes: { kept } }) => {
    const axes = kept === 0 ? {} : { axes: { ints: axesBehindFirst(of!) } };
    return write.node('ReduceSumSquare', [x!], { keepdims: { int: 0 }, ...axes });
  },
  sumOfHuber: (write, [x, knee], { inputs: [of], attributes: { kept } }) => {
    const terms = huberTerms(write, clipEach(write, x!, knee!), write.node('Add', [x!, x!]));
    const axes = kept === 0 ? [] : [write.integers(axesBehindFirst(of!))];
    return write.node('ReduceSum', [terms, ...axes], { keepdims: { int: 0 } });
  },
  // Places that hold the largest value of their block get 4, 3, 2, 1 in the order of the block, and the largest of these is the
  // first one: no indices are needed.
  putAtMax: (write, [values, x], { shape }) => {
    const [, , rows, columns] = shape as [number, number, number, number];
    const largest = doubled(write, write.node('MaxPool', [x!], halving));
    const order = Float32Array.from({ length: rows * columns }, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return 4 - 2 * (row % 2) - (column % 2);
    });
    const ranked = write.node('Where', [
      write.node('Equal', [x!, largest]),
      write.floats(order, [1, 1, rows, columns]),
      zeros(write),
    ]);
    const first = doubled(write, write.node('MaxPool', [ranked], halving));
    const chosen = write.node('Where', [write.node('Equal', [ranked, first]), ones(write), zeros(write)]);
    return write.node('Mul', [doubled(write, values!), chosen]);
  },
};
