export { artworkPicture, artworkSquare, readArtwork, reportedPx } from './artwork-picture.js';
export { artworkTitle } from './captions.js';
export { makeOverview } from './overview.js';
export { type Cell, pageFile, pressParts, printProfileOf, writePageFiles } from './page-files.js';
export { pdfPage } from './pdf-drawing.js';
export { drawPlaceholder } from './placeholder.js';
export { makeSheet } from './sheet.js';
