export { expectedProducts } from './expected.js';
export { openLetters, presentLetters } from './finished-letters.js';
export { openRun, readRunSettings } from './finished-run.js';
export { arePresent, makeProducts, type ProductName, type ProductOptions, sheetFile } from './products.js';
export { artworkPicture, type Cell, drawPlaceholder, writePageFiles } from './sheet/index.js';
export { type TextGround, writeTextPage } from './text-page/index.js';
