export type { Inputs } from './inputs.js';
export { filesBelow, firstArtwork, type PictureFiles, type PictureJob } from './job.js';
export { contrastOf, pageContrastOf } from './painting.js';
export {
  isFound,
  isLetter,
  type LetterRecipe,
  looksOf,
  type MaterialRecipe,
  type Recipe,
  recipeId,
  type TextRecipe,
} from './recipe.js';
