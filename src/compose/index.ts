export { inksFor, isLight, offPaper, parseColour } from './colour.js';
export { type Contact, contactThumbnailPx, contactTilePx, layContactSheet } from './contact-sheet.js';
export { type CutOut, cutOut, seenThrough } from './cut-out.js';
export { type CellContent, type Drawing, drawPage, type Item } from './drawing.js';
export { type CellShape, type LayoutSettings, layOutSheet, type SheetLayout, sheetTilePx } from './layout.js';
export { type EdgeDepths, letterColours } from './letter-colours.js';
export { type Box, layOutPage, type PageLayout } from './page.js';
export { type Band, type Brushes, paintPage } from './paint.js';
export { composeSheet, composeTiles, type Tile } from './sheet.js';
