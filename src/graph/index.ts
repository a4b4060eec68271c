export { gradient } from './gradient.js';
export { constant, elementCount, inOrder, input, type Node, type Program, type Shape } from './node.js';
export * from './operations.js';
