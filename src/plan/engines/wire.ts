import type { Engine, EvaluationTimes } from '../../nst/index.js';
import type { EngineWord } from './words.js';

/** What a process is asked that tries an engine, as its argument in JSON. */
export interface Trial {
  readonly word: EngineWord;
  /** Measures evaluations of a letter of this side, beside trying whether the engine computes at all. */
  readonly measure?:
    | { readonly weights: string; readonly sizePx: number; readonly count: number }
    | undefined;
}

/** What it answers, as the last line of what it writes, in JSON. */
export type Answer =
  | { readonly kind: 'works'; readonly engine: Engine; readonly times?: EvaluationTimes | undefined }
  | { readonly kind: 'fails'; readonly message: string };
