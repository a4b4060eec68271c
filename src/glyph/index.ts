export { type Font, type FontSettings, loadFont, quietFont } from './font.js';
export { coverOutline, type Line, placed, setLine, toPathData } from './line.js';
export type { Outline, PathCommand } from './outline.js';
export { type GlyphSettings, type Placement, placeGlyphs } from './placement.js';
export { type RasterSize, rasterGlyph } from './raster.js';
