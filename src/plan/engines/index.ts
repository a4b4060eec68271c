export { chooseEngine } from './choose.js';
export { findGpus, type Gpu, gpuMemory } from './gpus.js';
export { type EngineState, tryEngine } from './try.js';
export { type EngineWord, engineWords } from './words.js';
