export { openLetters, presentLetters } from './finished-letters.js';
export { openRun, readRunSettings } from './finished-run.js';
export { makeProducts, type ProductName, type ProductOptions, sheetFile } from './products.js';
export { artworkPicture, artworkTitle, type Cell, drawPlaceholder, writePageFiles } from './sheet/index.js';
