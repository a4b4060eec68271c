export type { Backend, Executable, Values } from './contract.js';
export { type Crew, type CrewExecutable, crewOfOne, type Feeds } from './crew.js';
export { onnxruntimeCpu } from './onnxruntime.js';
export { threadCrew } from './thread-crew.js';
export type { Window } from './window.js';
