export { blobsOfCheckpoint, forgetCheckpoint, hasCheckpoint } from './checkpoints.js';
export { type KeptRender, renderKept } from './kept-render.js';
export { forgetResult, type KeptLetter, parseRecord, placeResult, readResult } from './results.js';
