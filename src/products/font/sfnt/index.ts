export { type BaseTables, baseTables, type FontDescription, type GlyphDescription } from './base.js';
export { type Bitmap, fitsCbdt, type Strike, writeCbdt, writeSbix } from './bitmaps.js';
export { toFontFile } from './file.js';
export type { GlyphPair } from './gpos.js';
export { type SvgPicture, writeSvg } from './svg.js';
export { toWoff2 } from './woff2.js';
