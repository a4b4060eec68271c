export { AbecedaryError, type ErrorCode } from './base/errors.js';
export { packageVersion } from './base/package-facts.js';
export type { Progress } from './base/progress.js';
export { createProgressCount, type ProgressCount } from './base/progress-count.js';
export * from './config/index.js';
export { type EncoderState, listEncoders } from './plan/encoders.js';
export type { EngineState, EngineWord, Gpu } from './plan/engines/index.js';
export { type MadeWith, readMadeWith, writeMadeWith } from './plan/made-with.js';
export type { LetterChange } from './plan/own-letters.js';
export { type TryKind, tryKinds } from './plan/tries.js';
export {
  fetchable,
  type PullOptions,
  type PullProgress,
  pullWeights,
  type WeightsSet,
  weightsFolder,
} from './plan/weights/index.js';
export {
  type CutOutFacts,
  type CutOutOptions,
  type CutOutResult,
  makeCutOuts,
} from './products/cut-outs/index.js';
export {
  type ColourFontOptions,
  type ColourFontResult,
  type FontFile,
  makeColourFont,
} from './products/font/index.js';
export {
  makeProducts,
  openLetters,
  type ProductName,
  type ProductOptions,
  readRunSettings,
} from './products/index.js';
export {
  type AlphabetOptions,
  type AlphabetResult,
  type AlphabetRun,
  makeAlphabet,
} from './run/alphabet.js';
export { type Cleaned, cleanRun } from './run/clean.js';
export { type ContactOptions, type ContactResult, type ContactRun, makeContactSheet } from './run/contact.js';
export { type DoctorOptions, examine, type Finding, type Health } from './run/doctor.js';
export {
  type Evaluation,
  type EvaluationOptions,
  evaluateRuns,
  planPairings,
} from './run/evaluate.js';
export type { EvaluationSum, LetterFigures } from './run/evaluation-figures.js';
export { type LetterPreview, openPreviewer, type Previewer, type PreviewOptions } from './run/preview.js';
export { type LetterStatus, type RunStatus, readRunStatus } from './run/status.js';
export { makeText, type TextOptions, type TextResult, type TextRun } from './run/text.js';
export { makeThumbnail } from './run/thumbnail.js';
export { type LetterView, lookAtRun, type RunView } from './run/view.js';
export { type LetterWorker, startWorker, type WorkerEvent, type WorkerOptions } from './work/index.js';
