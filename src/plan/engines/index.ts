export { chooseEngine } from './choose.js';
export { findGpus, type Gpu, gpuMemory } from './gpus.js';
export { type EngineState, slowEngine, tryEngine } from './try.js';
export { type EngineWord, engineWords } from './words.js';
