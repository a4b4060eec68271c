export { type Contact, contactThumbnailPx, contactTilePx, layContactSheet } from './contact-sheet.js';
export { type CutOut, cutOut, type EdgeDepths, letterColours, seenThrough } from './cut-out.js';
export { type LayoutSettings, layOutSheet, type SheetLayout, sheetTilePx } from './layout.js';
export { composeSheet, type Tile } from './sheet.js';
