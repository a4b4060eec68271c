/** What can do the arithmetic. */
export const engineNames = ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'directml', 'tfjs'] as const;
export type EngineName = (typeof engineNames)[number];
