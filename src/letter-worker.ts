import type { LetterJob } from './job.js';
import { createLetterRenderer, type LetterResult } from './letter.js';
import type { Progress } from './progress.js';
import { serveJobs } from './schedule/index.js';

const renderer = createLetterRenderer();
serveJobs<LetterJob, Progress, LetterResult>((job, { report }) => renderer.render(job, report));
