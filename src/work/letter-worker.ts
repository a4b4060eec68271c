import type { Progress } from '../base/progress.js';
import { createBatcher } from '../nst/index.js';
import { createLetterRenderer, type LetterResult } from '../paint/letter.js';
import { renderKept } from './index.js';
import type { LetterTask } from './letter-scheduler.js';
import { serveJobs } from './schedule/index.js';
import { openStore } from './store/index.js';

/** How many letters it is given at the same time. */
const lettersAtOnce = Number(process.argv[2] ?? 1);

const renderer = createLetterRenderer({ batcher: createBatcher(lettersAtOnce) });
serveJobs<LetterTask, Progress, LetterResult>(({ job, kept }, { report }) =>
  kept === undefined
    ? renderer.render(job, report)
    : renderKept({ job, store: openStore(kept.store), scratch: kept.scratch }, renderer, report),
);
