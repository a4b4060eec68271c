export { type ColourFontOptions, type ColourFontResult, makeColourFont } from './colour-font.js';
export type { FontFile } from './font-files.js';
