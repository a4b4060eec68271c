export { type DitherSettings, ditherFrames } from './dither.js';
export { clear, encodeGif, type IndexedFrame } from './gif.js';
export { findPalette } from './palette.js';
