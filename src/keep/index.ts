export { blobsOfCheckpoint, forgetCheckpoint, hasCheckpoint } from './checkpoints.js';
export { type KeptRender, renderKept } from './render.js';
export { forgetResult, type KeptLetter, parseRecord, placeResult, readResult } from './results.js';
