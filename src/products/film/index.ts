export { ditherFrames } from './dither.js';
export { clear, encodeGif } from './gif.js';
export { findPalette } from './palette.js';
