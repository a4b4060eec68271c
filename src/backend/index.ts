export type { Backend, Executable, Values } from './contract.js';
export { onnxruntimeCpu } from './onnxruntime.js';
