export { copiedShare } from './copied.js';
export { comparedPx, judgeLegibility, type Legibility } from './legibility.js';
export { formsOf, raiseToLargest, transposedPart } from './nearest-cosine.js';
export { borderIndex, pepperIndex } from './noise.js';
export { findOcr, type Ocr, type Reading, readLetters, type ShownLetter } from './ocr.js';
export { patchPlaces, patchStarts, unitPatches } from './patches.js';
export {
  type Components,
  centre,
  type Moments,
  noMoments,
  principalComponents,
  withMoments,
} from './principal-components.js';
export { boxAverage } from './reduce.js';
export { type Turn, turned, turnedPlace, turns } from './turns.js';
