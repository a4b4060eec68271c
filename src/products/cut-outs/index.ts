export type { CutOutFacts } from './facts.js';
export { type FinishedRun, openRun, type RunLetter } from './finished-run.js';
export { type LetterInks, letterInks } from './inks.js';
export { type CutOutOptions, type CutOutResult, makeCutOuts } from './make.js';
