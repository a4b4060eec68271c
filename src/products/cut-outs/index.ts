export { type CutOutOptions, type CutOutResult, makeCutOuts } from './cut-outs.js';
export { type LetterInks, letterInks } from './inks.js';
export type { CutOutFacts } from './measures.js';
export { openRunLetters, type RunLetter, type RunLetters } from './run-letters.js';
