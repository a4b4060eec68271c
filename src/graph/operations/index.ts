import { convolving } from './convolution.js';
import { elementwise } from './elementwise.js';
import { matrices } from './matrices.js';
import type { Operation } from './operation.js';
import { pooling } from './pooling.js';
import { reductions } from './reductions.js';
import { shaping } from './shaping.js';

export { convolution } from './convolution.js';
export { add, multiply, power, relu, scale, subtract, where } from './elementwise.js';
export { matmul, momentSizes, moments } from './matrices.js';
export { averagePool, maxPool, putAtMax, upsample } from './pooling.js';
export { sumOfHuber, sumOfSquares } from './reductions.js';
export { expand, join, pad, reshape, slice, sumTo, transpose } from './shaping.js';

const operations = { ...convolving, ...elementwise, ...matrices, ...pooling, ...reductions, ...shaping };

/** Name of an operation of the language. */
export type OperationName = keyof typeof operations;

/** The rules of the operation that made a node; of a node that is computed. */
export function rulesFor({ operation }: { readonly operation: string }): Operation {
  return operations[operation as OperationName];
}
