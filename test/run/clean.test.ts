import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AlphabetConfigInput, cleanRun, makeText, type Progress } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { makeAll, smallConfig } from '../support/small-alphabet.js';

/** Makes a small page, and tells whether it was painted. */
async function makePage(
  folder: string,
  { text, ...changes }: AlphabetConfigInput,
  stopAt?: (progress: Progress) => boolean,
): Promise<{ page: string; painted: boolean }> {
  const config = smallConfig(folder, { ...changes, text: { page: '96x64', margin: 4, ...text } });
  const stop = new AbortController();
  const run = makeText(config, { signal: stop.signal });
  run.result.catch(() => {});
  let painted = false;
  for await (const record of run) {
    painted ||= record.kind === 'started';
    if (stopAt?.(record) === true) stop.abort();
  }
  return { page: (await run.result).page, painted };
}

describe('cleaning a run with pages of text', () => {
  it('keeps what the pages and their grounds were made from, and removes what earlier ones were', async () => {
    const folder = await scratchFolder();
    const out = join(folder, 'out');
    const whole: AlphabetConfigInput = { text: { content: 'Home' } };
    const tiles: AlphabetConfigInput = {
      text: { content: 'A', mode: 'tiles', ground: 'styled', name: 'laid' },
    };
    await makePage(folder, { ...whole, seed: 2 });
    const { page } = await makePage(folder, whole);
    const laid = await makePage(folder, tiles);
    const before = [await readFile(page), await readFile(laid.page)];

    expect(await cleanRun(out, { dryRun: true })).toMatchObject({ results: 1, checkpoints: 0 });
    expect(await cleanRun(out)).toMatchObject({ results: 1, checkpoints: 0 });
    await rm(join(out, 'text'), { recursive: true });
    expect(await makePage(folder, whole)).toMatchObject({ painted: false });
    expect(await makePage(folder, tiles)).toMatchObject({ painted: false });
    expect([await readFile(page), await readFile(laid.page)]).toEqual(before);
    expect(await makePage(folder, { ...whole, seed: 2 })).toMatchObject({ painted: true });
  });

  it('keeps where a page stood that is called like a letter', async () => {
    const folder = await scratchFolder();
    const page: AlphabetConfigInput = {
      text: { content: 'R', name: 'A', page: '176x176' },
      // Two of them at the full size.
      transfer: { iterations: 8 },
    };
    const half = makePage(
      folder,
      page,
      (progress) => progress.kind === 'iteration' && progress.iteration === 7,
    );
    await expect(half).rejects.toMatchObject({ code: 'aborted' });
    await makeAll(smallConfig(folder, { characters: 'A' }));
    expect(await cleanRun(join(folder, 'out'))).toMatchObject({ results: 0, checkpoints: 0 });
    const iterations: number[] = [];
    await makePage(folder, page, (progress) => {
      if (progress.kind === 'iteration') iterations.push(progress.iteration);
      return false;
    });
    expect(iterations).toEqual([7, 8]);
  });
});
