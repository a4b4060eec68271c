export { coverGlyph, type GlyphPlace } from './cover.js';
export { type Font, type FontSettings, loadFont, quietFont } from './font.js';
export type { KerningPair } from './kerning.js';
export { coverOutline, type Line, placed, setLine } from './line.js';
export { type Box, inkBox, type Outline, type PathCommand } from './outline.js';
export { pathData } from './path-data.js';
export { type GlyphSettings, type Placement, placeGlyphs } from './placement.js';
export { type RasterSize, rasterGlyph } from './raster.js';
export { type FontMetrics, type FontRights, type FontSource, loadFontSource } from './source.js';
