import { describe, expect, it } from 'vitest';
import { createLocalScheduler } from '../../../src/work/schedule/index.js';

describe('the local scheduler, with threads inside of native code', () => {
  it('stops them without taking the process along', async () => {
    const scheduler = createLocalScheduler<{ id: string }, number, never>({
      entry: new URL('./native-worker.ts', import.meta.url),
      workers: 2,
    });
    for (const runsBeforeStop of [1, 20, 50]) {
      const stop = new AbortController();
      const run = scheduler.run([{ id: 'a' }, { id: 'b' }], {
        signal: stop.signal,
        onProgress: (_, runs) => runs >= runsBeforeStop && stop.abort(),
      });
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
    }
    await scheduler.close();
  });
});
