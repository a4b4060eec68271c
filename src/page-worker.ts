import { createPageRenderer, type PageResult } from './page.js';
import type { PageJob } from './page-job.js';
import type { Progress } from './progress.js';
import { serveJobs } from './schedule/index.js';

const renderer = createPageRenderer();
serveJobs<PageJob, Progress, PageResult>((job, { report }) => renderer.render(job, report));
