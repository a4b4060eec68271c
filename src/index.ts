export {
  type AlphabetOptions,
  type AlphabetResult,
  type AlphabetRun,
  makeAlphabet,
} from './alphabet.js';
export * from './config/index.js';
export { AbecedaryError, type ErrorCode } from './errors.js';
export { packageVersion } from './package-facts.js';
export type { Progress } from './progress.js';
