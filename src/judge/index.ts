export { copiedShare } from './copied.js';
export { comparedPx, explainedBy, judgeLegibility, type Legibility } from './legibility.js';
export { formsOf, meanLargestCosine, type OrientedPatches } from './likeness.js';
export { borderIndex, pepperIndex } from './noise.js';
export { findOcr, readLetters } from './ocr.js';
export { orientedPatches } from './oriented.js';
export { patchStarts, unitPatches } from './patches.js';
export {
  type Components,
  centre,
  noMoments,
  principalComponents,
  withMoments,
} from './principal-components.js';
export { transposedRows } from './products.js';
export { boxAverage } from './reduce.js';
