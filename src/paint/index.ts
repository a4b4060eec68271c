export { openEstimable } from './found/estimable.js';
export { polaritiesOf, reducedArtwork } from './found/limits.js';
export { type FrameFormat, frameFile, secondFrames } from './frames.js';
export type { Checkpoints, PictureResult, PictureState } from './paint.js';
export { createPainter, type Painter } from './painter.js';
export { artworkSidePx } from './subject.js';
