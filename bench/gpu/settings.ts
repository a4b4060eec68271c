import type { EngineName } from '../../src/config/index.js';

/** What a step may be told. */
export interface StepSettings {
  readonly engine: Exclude<EngineName, 'auto'>;
  /** Side of a letter. */
  readonly sizePx: number;
  /** Letters at once. */
  readonly batch: number;
  /** Rows and columns of the matrices whose product tells the card's rate. */
  readonly matrix: number;
  /** The python that has torch. */
  readonly python: string;
  /** Folder that the step may write to. */
  readonly work: string;
}
