export { comparedPx, explainedBy, judgeLegibility, type Legibility } from './legibility.js';
export { borderIndex, pepperIndex } from './noise.js';
export { findOcr, type Ocr, type Reading, readLetters, type ShownLetter } from './ocr.js';
