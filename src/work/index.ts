export { blobsOfCheckpoint, forgetCheckpoint, hasCheckpoint } from './checkpoints.js';
export { openPainters, type Painters, type SparePainter, startPainter } from './painters.js';
export { type LetterWorker, startWorker, type WorkerEvent, type WorkerOptions } from './remote-worker.js';
export { blobsOfResult, forgetResult, type KeptPicture, placeResult, readResult } from './results.js';
export { lookAtRunStore, openRunStore } from './run-store.js';
export type { Outcome } from './schedule/index.js';
export { openFolderStore, type Store } from './store/index.js';
