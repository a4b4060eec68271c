export { type ColourFontOptions, type ColourFontResult, type FontFile, makeColourFont } from './make.js';
