export { makeProducts, type ProductName, type ProductOptions, sheetFile } from './make.js';
export { type Cell, type PageFiles, writePageFiles } from './page-files.js';
export { type FinishedRun, openRun, presentLetters, readRunSettings } from './run.js';
export { artworkPicture, makeOverview, makeSheet } from './sheet.js';
