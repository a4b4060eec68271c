import type { Progress } from '../base/progress.js';
import { createPageRenderer, type PageResult } from '../paint/page.js';
import type { PageJob } from '../plan/page-job.js';
import { serveJobs } from './schedule/index.js';

const renderer = createPageRenderer();
serveJobs<PageJob, Progress, PageResult>((job, { report }) => renderer.render(job, report));
