export { batched } from './batch.js';
export { gradient } from './gradient.js';
export {
  constant,
  elementCount,
  inOrder,
  input,
  type Node,
  type Program,
  type Shape,
  samplesShape,
} from './node.js';
export * from './operations.js';
