export { type Contact, contactThumbnailPx, contactTilePx, layContactSheet } from './contact-sheet.js';
export { type CutOut, cutOut, seenThrough } from './cut-out.js';
export { type LayoutSettings, layOutSheet, type SheetLayout, sheetTilePx } from './layout.js';
export { type EdgeDepths, letterColours } from './letter-colours.js';
export { composeSheet, type Tile } from './sheet.js';
