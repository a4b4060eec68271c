export {
  type AlphabetOptions,
  type AlphabetResult,
  type AlphabetRun,
  makeAlphabet,
} from './alphabet.js';
export {
  type ColourFontOptions,
  type ColourFontResult,
  type FontFile,
  makeColourFont,
} from './colour-font/index.js';
export * from './config/index.js';
export { type ContactOptions, type ContactResult, type ContactRun, makeContactSheet } from './contact.js';
export { type CutOutFacts, type CutOutOptions, type CutOutResult, makeCutOuts } from './cut-outs/index.js';
export { type DoctorOptions, examine, type Finding, type Health } from './doctor.js';
export { type EncoderState, listEncoders } from './encoders.js';
export type { EngineState, EngineWord, Gpu } from './engines/index.js';
export { AbecedaryError, type ErrorCode } from './errors.js';
export {
  type Evaluation,
  type EvaluationOptions,
  type EvaluationSum,
  evaluateRuns,
  type LetterFigures,
  planPairings,
} from './evaluation.js';
export { packageVersion } from './package-facts.js';
export {
  makeProducts,
  openRun,
  type ProductName,
  type ProductOptions,
  readRunSettings,
} from './products/index.js';
export type { Progress } from './progress.js';
export { type LetterWorker, startWorker, type WorkerEvent, type WorkerOptions } from './remote-worker.js';
export {
  type Cleaned,
  cleanRun,
  type LetterStatus,
  type RunStatus,
  readRunStatus,
} from './run-status.js';
export { makeText, type TextOptions, type TextResult, type TextRun } from './text-page.js';
export {
  fetchable,
  type PullOptions,
  type PullProgress,
  pullWeights,
  type WeightsSet,
  weightsFolder,
} from './weights/index.js';
