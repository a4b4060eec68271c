import type { EngineName } from '../../config/index.js';

/** An engine as the configuration names it. */
export type EngineWord = Exclude<EngineName, 'auto'>;

export const engineWords: readonly EngineWord[] = ['cpu', 'webgpu', 'cuda', 'coreml', 'directml', 'tfjs'];
