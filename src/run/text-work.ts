import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import type { Font } from '../glyph/index.js';
import type { TextLayout } from '../glyph/text/index.js';
import type { PageResult } from '../paint/page.js';
import type { PageOrder } from '../plan/page.js';
import type { PageJob } from '../plan/page-job.js';

/** What all steps of a text work with. */
export interface TextWork {
  readonly config: AlphabetConfig;
  readonly content: string;
  readonly name: string;
  readonly fonts: readonly Font[];
  readonly font: Font;
  readonly layout: TextLayout;
  readonly signal: AbortSignal | undefined;
  report(progress: Progress): void;
  /** Makes a page and returns what came of it. */
  makePage(job: PageJob): Promise<PageResult>;
  /** Plans a page of this text. */
  plan(order?: Partial<PageOrder>): Promise<PageJob>;
}

/** What a mode has made; `facts` for the record, or undefined where the page was up to date. */
export interface Made {
  readonly job: string;
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
  readonly facts: Readonly<Record<string, unknown>> | undefined;
}
