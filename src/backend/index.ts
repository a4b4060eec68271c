export { type Batcher, createBatcher, inBatches } from './batcher.js';
export type { Backend, Executable, Values } from './contract.js';
export { cpuEngine, type Engine, openBackend } from './engine.js';
export {
  missingProvider,
  type OnnxProvider,
  onnxruntimeCpu,
  onnxruntimeGpu,
  plainMessage,
} from './onnxruntime.js';
export { findTensorflow } from './tensorflow/packages.js';
