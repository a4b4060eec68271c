export { layoutText, type PlacedGlyph, type TextLayout, type TextLayoutSettings } from './layout.js';
export { measurePage, type PageMeasures } from './page-measures.js';
export { rasterText } from './text-cover.js';
