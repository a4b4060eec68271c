import type { Progress } from '../base/progress.js';
import { createBatcher } from '../nst/index.js';
import { createPainter } from '../paint/index.js';
import { paintKept } from './kept-paint.js';
import type { PaintTask } from './painters.js';
import type { KeptPicture } from './results.js';
import { serveJobs } from './schedule/index.js';
import { sealWith } from './sealed.js';
import { openStore } from './store/index.js';

/** How many pictures it is given at the same time. */
const picturesAtOnce = Number(process.argv[2] ?? 1);

const painter = createPainter({ batcher: createBatcher(picturesAtOnce) });
serveJobs<PaintTask, Progress, KeptPicture>(({ job, store, secret, scratch }, { report }) =>
  paintKept({ job, store: openStore(store, { seal: sealWith(secret) }), scratch }, painter, report),
);
