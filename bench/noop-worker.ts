import { serveJobs } from '../src/work/schedule/index.js';

/** Does nothing, as fast as it can be asked to. */
serveJobs<{ id: string }, never, number>(async () => process.pid);
