import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfig } from '../src/config/index.js';
import { openJournal, readManifest, runFolder, writeManifest } from '../src/files/index.js';
import { makeAlphabet } from '../src/index.js';
import { createPainter, type Painter } from '../src/paint/index.js';
import { openMachine } from '../src/plan/machine.js';
import { planAlphabet } from '../src/run/alphabet.js';
import { placeResult } from '../src/work/index.js';
import { paintKept } from '../src/work/kept-paint.js';
import { openFolderStore, type Store } from '../src/work/store/index.js';

/** A store that adds up the time which it takes. */
function timed(store: Store, add: (milliseconds: number) => void): Store {
  const wrapped = Object.entries(store).map(([name, member]) => [
    name,
    typeof member !== 'function'
      ? member
      : async (...given: unknown[]) => {
          const from = performance.now();
          try {
            return await (member as (...all: unknown[]) => unknown)(...given);
          } finally {
            add(performance.now() - from);
          }
        },
  ]);
  return Object.fromEntries(wrapped) as Store;
}

/** What store, journal, manifest and the process of a letter cost, beside the letter itself at its default size. */
export async function benchOverhead(): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'abecedary-overhead-'));
  const config = createConfig({ out, characters: 'RS' });
  const plan = await planAlphabet(config, await openMachine(config));
  const folder = runFolder(out);
  let storeMs = 0;
  const store = timed(openFolderStore(folder.store), (ms) => {
    storeMs += ms;
  });
  const painter: Painter = createPainter();
  try {
    // The manifest of a whole run.
    const small = createConfig({ out: join(out, 'small'), transfer: { sizePx: 32, iterations: 1 } });
    await makeAlphabet(small).result;
    const manifest = (await readManifest(small.out))!;
    for (const [letter, job] of plan.jobs) {
      const scratch = folder.work(job.id);
      storeMs = 0;
      const from = performance.now();
      const kept = await paintKept({ job, store, scratch }, painter, () => {});
      const renderMs = performance.now() - from;
      const inRender = storeMs;
      const journal = await openJournal(out);
      const after = performance.now();
      await placeResult(store, kept, { files: job.files, staging: `${scratch}.frames` });
      const placed = performance.now();
      await journal.add({ kind: 'done', letter, job: job.id });
      const journaled = performance.now();
      await writeManifest(out, manifest);
      const end = performance.now();
      await journal.close();
      const total = inRender + (end - after);
      console.log(
        `  ${letter}: ${(renderMs / 1000).toFixed(1)} s, of which results and checkpoints ${inRender.toFixed(0)} ms; then its place ${(placed - after).toFixed(0)} ms, journal ${(journaled - placed).toFixed(0)} ms, manifest ${(end - journaled).toFixed(0)} ms: ${((100 * total) / (renderMs - inRender)).toFixed(2)} % of the letter`,
      );
    }
  } finally {
    await painter.close();
    await rm(out, { recursive: true, force: true });
  }
}
