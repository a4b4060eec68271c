import { renderKept } from './keep/index.js';
import { createLetterRenderer, type LetterResult } from './letter.js';
import type { LetterTask } from './letter-scheduler.js';
import type { Progress } from './progress.js';
import { serveJobs } from './schedule/index.js';
import { openStore } from './store/index.js';

const renderer = createLetterRenderer();
serveJobs<LetterTask, Progress, LetterResult>(({ job, kept }, { report }) =>
  kept === undefined
    ? renderer.render(job, report)
    : renderKept({ job, store: openStore(kept.store), scratch: kept.scratch }, renderer, report),
);
