import { createHash } from 'node:crypto';
import { Worker } from 'bullmq';
import { queueFor } from '../../src/work/remote-picture.js';
import { openFolderStore } from '../../src/work/store/index.js';
import { smallJob } from './small-job.js';

/* A peer that answers jobs with what it likes. */

/** What a terminal would do. */
export const commands = '\u001b]0;owned\u0007\u001b[2J';

/** What a job is, as far as a peer needs to know. */
interface Asked {
  readonly id: string;
  readonly name: string;
  readonly frames: boolean;
  readonly recipe: { readonly transfer: { readonly iterations: number } };
}

/** Takes all jobs of the CPU's queue and answers each with what `reply` makes of it; it hurries to be the first. */
export async function startHostileWorker(
  url: string,
  reply: (asked: Asked, job: { updateProgress(value: object): Promise<void> }) => unknown,
): Promise<{ retire(): Promise<void>; close(): Promise<void> }> {
  const { job } = await smallJob('/nowhere');
  const { hostname, port } = new URL(url);
  const worker = new Worker(
    queueFor(job.recipe.engine),
    async (queued) => reply((queued.data as { job: Asked }).job, queued),
    {
      connection: { host: hostname, port: Number(port), maxRetriesPerRequest: null },
      prefix: 'abecedary',
      concurrency: 20,
      name: `evil${commands}`,
    },
  );
  worker.on('error', () => {});
  await worker.waitUntilReady();
  return { retire: () => worker.pause(true), close: () => worker.close(true) };
}

/** A result in the right form whose pictures are in the store; `changes` make it something else. */
export async function plausible(
  { id, frames, recipe }: Asked,
  store: string,
  picture: Uint8Array,
): Promise<Record<string, unknown>> {
  const kept = await openFolderStore(store).keepBytes(picture);
  return {
    job: id,
    sha256: kept,
    seconds: 1,
    evaluations: 1,
    losses: { total: 1 },
    lossCurve: [],
    legibility: { rank: 1, r2: 1, rivalR2: 0, best: 'A' },
    tries: 1,
    files: {
      content: kept,
      picture: kept,
      frames: frames ? Array(recipe.transfer.iterations).fill(kept) : [],
    },
  };
}

export const someHash = createHash('sha256').update('nothing').digest('hex');

/** Values that are not what a field wants. */
export const oddities: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, '', commands, '../../victim', '/etc/passwd', 'a'.repeat(65)],
  ...[[], {}, [[[[]]]], { length: 1e9 }, { toString: 1 }, someHash.toUpperCase()],
];
