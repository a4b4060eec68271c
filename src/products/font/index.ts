export {
  type ColourFontOptions,
  type ColourFontResult,
  type FontFile,
  makeColourFont,
} from './colour-font.js';
