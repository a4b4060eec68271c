import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openPreviewer } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, smallConfig } from '../support/small-alphabet.js';

it('shows a letter as it is laid, at the place that it is given, and paints it when that is asked for', async () => {
  const folder = await scratchFolder();
  const from = await copyArtworks(folder, 1);
  // Enough that there is a step at all.
  const transfer = { evaluationsPerIteration: 20 };
  const config = smallConfig(folder, { artworks: { from }, preset: 'found', characters: 'AB', transfer });
  const previewer = openPreviewer(join(folder, 'previews'));
  onTestFinished(() => previewer.close());
  const show = async (own: object, iterations?: number) => {
    const { file, found } = await previewer.preview(config, 'A', { own, sizePx: 32, iterations });
    return { bytes: (await readFile(file)).toString('hex'), found: found! };
  };
  const { found } = await show({});
  const place = { next: 0, ink: found.ink, ground: found.ground };
  const faint = await show({ place, contrast: 0.1 });
  const strong = await show({ place, contrast: 0.9 });
  expect(strong.bytes).not.toBe(faint.bytes);
  expect([faint.found.ink, strong.found.ground]).toEqual([found.ink, found.ground]);
  // What is laid has no engine's work in it, so that how much is to be painted changes nothing yet.
  expect((await show({ place, contrast: 0.9, fit: 0.1 })).bytes).toBe(strong.bytes);
  const free = { place, contrast: 0.9, found: 0.2 };
  expect((await show(free, 20)).bytes).not.toBe((await show(free)).bytes);
  expect((await previewer.preview(config, 'B', { own: { found: 0 }, sizePx: 32 })).found).toBeUndefined();
  expect(await readdir(folder)).not.toContain('out');
});
