export {
  type LayoutSettings,
  layoutText,
  type PlacedGlyph,
  type TextBox,
  type TextLayout,
} from './layout.js';
export { measurePage, type PageMeasures } from './page.js';
export { type PageView, rasterText } from './raster.js';
