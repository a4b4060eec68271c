import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AlphabetConfigInput, makeAlphabet, makePresetSheet, type Progress } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, smallConfig } from '../support/small-alphabet.js';

/** A cache for one test in which there are no weights. */
async function useEmptyCache(): Promise<void> {
  vi.stubEnv('XDG_CACHE_HOME', await scratchFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe('a sheet of presets', () => {
  it('shows the first letter under each, keeps what was tried, and says which cannot be made', async () => {
    await useEmptyCache();
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 2);
    const config = (changes: AlphabetConfigInput) => smallConfig(folder, { artworks: { from }, ...changes });
    const configs = new Map([
      ['painted', config({})],
      ['far', config({ encoder: 'vgg16' })],
      ['ink-only', config({ transfer: { scope: 'ink' } })],
      ['the same', config({})],
    ]);
    const run = makePresetSheet(configs);
    const notes: string[] = [];
    for await (const record of run as AsyncIterable<Progress>)
      if (record.kind === 'product') notes.push(...record.notes);
    const { out } = configs.get('painted')!;
    expect(await run.result).toMatchObject({
      files: [join(out, 'presets.jpg')],
      // Equal settings make one picture.
      rendered: ['A × the same', 'A × ink-only'],
      failed: [],
    });
    expect(notes).toEqual([
      expect.stringMatching(/^far is left out: Expected the weights of vgg16 in .*; .*\.$/),
    ]);
    const letters = [...(await filesIn(out)).keys()].filter((name) => name.startsWith('contact/letters/'));
    expect(letters).toHaveLength(2);

    const next = await makePresetSheet(configs, { only: ['A', 'B'] }).result;
    expect(next.rendered).toHaveLength(2);
    expect(next.kept).toHaveLength(2);
  });

  it('gives a letter the artwork that the run gave it', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 2);
    const config = smallConfig(folder, { characters: 'A', artworks: { from } });
    const before = await makePresetSheet(new Map([['painted', config]])).result;
    expect(before.rendered).toHaveLength(1);
    await makeAlphabet(config, { artworks: { A: join(from, '2.jpg') } }).result;
    expect(await makePresetSheet(new Map([['painted', config]])).result).toMatchObject({ kept: [] });
  });

  it('is refused where no encoder of any is there', async () => {
    await useEmptyCache();
    const config = smallConfig(await scratchFolder(), { encoder: 'vgg16' });
    await expect(makePresetSheet(new Map([['far', config]])).result).rejects.toMatchObject({
      code: 'encoder',
    });
  });
});
