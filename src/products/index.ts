export { type FinishedRun, openRun, presentLetters, readRunSettings } from './finished-run.js';
export { makeProducts, type ProductName, type ProductOptions, sheetFile } from './products.js';
export { type Cell, type PageFiles, writePageFiles } from './sheet/page-files.js';
export { artworkPicture, makeOverview, makeSheet } from './sheet/sheet.js';
