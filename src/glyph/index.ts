export { type Font, type FontSettings, loadFont } from './font.js';
export type { Outline, PathCommand } from './outline.js';
export { type GlyphSettings, type Placement, placeGlyphs } from './placement.js';
export { type RasterSize, rasterGlyph } from './raster.js';
