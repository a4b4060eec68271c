export { centredSquare } from './crop.js';
export { listArtworks } from './list.js';
export { type Split, type SplitSettings, splitArtwork } from './split.js';
