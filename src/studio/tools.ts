import type { OpenRun } from './open-run.js';
import type { Runs } from './runs.js';
import type { StudioWorker } from './worker.js';

/** What requests are answered with. */
export interface Tools {
  readonly runs: Runs;
  /** Opens pictures and fonts, and makes what is downloaded. */
  readonly opener: StudioWorker;
  /** Lays letters small, and is never kept waiting by painting. */
  readonly sketcher: StudioWorker;
  /** Paints letters small. */
  readonly previewer: StudioWorker;
}

export type Variables = { Variables: { run: OpenRun } };
