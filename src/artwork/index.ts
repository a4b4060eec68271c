export { cutSquare, tiled } from './arrange.js';
export { blur } from './blur.js';
export { centredPart } from './crop.js';
export { includedArtworks, leftOutArtworks, listArtworks } from './list.js';
export { recoloured } from './recolour.js';
export { searchedPart } from './searched.js';
export {
  combineMaterials,
  dressOneRegion,
  dressSeveral,
  type Look,
  type Looks,
  limitBeside,
  limitsApart,
  type Material,
  type Part,
  type SplitSettings,
  splitColours,
  splitMaterials,
  undivided,
} from './split.js';
export { inspectedPx, strokeNotes, suitabilityOf } from './suitability.js';
export { darkened, darkening, lightened, lightening, type Redrawing, redrawn } from './tone.js';
