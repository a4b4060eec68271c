export { makeProducts, type ProductName, type ProductOptions, sheetFile } from './make.js';
export type { PageFiles } from './page-files.js';
export { type FinishedRun, openRun, presentLetters } from './run.js';
export { makeOverview, makeSheet } from './sheet.js';
