export { comparedPx, explainedBy, judgeLegibility, type Legibility } from './legibility.js';
export { borderIndex, pepperIndex } from './noise.js';
export { findOcr, readLetters } from './ocr.js';
