export { layoutText, longestText } from './layout.js';
export { measurePage, mostPagePixels, mostPagePx, type PageMeasures } from './page-measures.js';
export { rasterText } from './text-cover.js';
export type { PlacedGlyph, TextLayout, TextLayoutSettings } from './text-layout.js';
export { longestPath } from './text-path.js';
