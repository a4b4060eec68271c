export {
  layoutText,
  longestText,
  type PlacedGlyph,
  type TextLayout,
  type TextLayoutSettings,
} from './layout.js';
export { measurePage, mostPagePixels, mostPagePx, type PageMeasures } from './page-measures.js';
export { rasterText } from './text-cover.js';
