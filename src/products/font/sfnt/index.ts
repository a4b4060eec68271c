export { type BaseTables, baseTables, type FontDescription, type GlyphDescription } from './base.js';
export { type Bitmap, fitsCbdt, type Strike, writeCbdt, writeSbix } from './bitmaps.js';
export { ascii, joined, u8, u32 } from './bytes.js';
export { type LayeredGlyph, writeColr } from './colr.js';
export { toFontFile } from './file.js';
export type { GlyphMarks, GlyphPair } from './gpos.js';
export { type Contour, toContours } from './quadratic.js';
export { type SvgGlyph, writeSvg } from './svg.js';
export { toWoff2 } from './woff2.js';
