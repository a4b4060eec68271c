import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readPicture, writePicture } from '../../src/files/index.js';
import { evaluateRuns, type LetterFigures, makeAlphabet, planPairings } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, smallConfig } from '../support/small-alphabet.js';
import { narrowVgg, randomLayers, safetensors, torchvisionTensors } from '../support/weight-files.js';

const compact = new URL('../../src/nst/weights/compact.safetensors', import.meta.url).pathname;

async function artworksOf(count: number, characters: string, pairings: number): Promise<string[][]> {
  const folder = await scratchFolder();
  const from = await copyArtworks(folder, count);
  const config = smallConfig(folder, { characters, artworks: { from } });
  const planned = await planPairings(config, pairings);
  expect(planned.map(({ out }) => out)).toEqual(
    planned.map((_, at) => join(config.out, `pairing-${at + 1}`)),
  );
  return planned.map(({ artworks }) =>
    (artworks.from as string[]).map((file) => file.slice(from.length + 1)),
  );
}

describe('pairings', () => {
  it.each([
    ['other artworks altogether where there are enough', 6, 'ABC', 2, ['1.jpg', '4.jpg']],
    ['as far apart as the artworks go round', 4, 'ABC', 2, ['1.jpg', '3.jpg']],
    ['also with fewer artworks than letters', 3, 'ABCDE', 3, ['1.jpg', '2.jpg', '3.jpg']],
  ])('give every letter %s', async (_, count, characters, pairings, first) => {
    const lists = await artworksOf(count, characters, pairings);
    expect(lists.map((list) => list[0])).toEqual(first);
    for (const list of lists) expect([...list].sort()).toEqual([...lists[0]!].sort());
    for (const at of Array.from({ length: count }, (_, at) => at))
      expect(new Set(lists.map((list) => list[at])).size).toBe(pairings);
  });

  it('ask for as many artworks', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { artworks: { from: await copyArtworks(folder, 2) } });
    await expect(planPairings(config, 3)).rejects.toThrow(
      'Expected at least 3 artworks for 3 pairings, got 2; add pictures or ask for fewer pairings.',
    );
  });
});

describe('the evaluation of a run', () => {
  it('measures every letter, sums up, and lays a contact sheet', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'AB', transfer: { sizePx: 64, iterations: 2 } });
    await makeAlphabet(config).result;
    // What is to be judged is the judging: one letter is its plain glyph, the other one shows the first.
    const plain = await readPicture(join(config.out, 'content/A.png'), { background: '#ffffff' });
    for (const letter of ['A', 'B']) await writePicture(join(config.out, `letters/${letter}.png`), plain);

    const { letters, sum, encoder, contactSheet, ocrSkipped } = await evaluateRuns([config.out], {
      encoder: compact,
    });
    const [a, b] = letters as [LetterFigures, LetterFigures];
    expect(encoder).toBe('compact');
    expect(a).toMatchObject({ character: 'A', rank: 1, best: 'A', run: config.out, pepper: b.pepper });
    expect(b).toMatchObject({ character: 'B', rank: 2, best: 'A', border: a.border });
    expect(a.r2).toBeGreaterThan(0.99);
    expect(a.styleDistance).toBeGreaterThan(0.1);
    expect(a.pepperOfArtwork).toBeGreaterThan(a.pepper);
    expect([a.copied, b.copied]).toEqual([0, 0]);
    for (const { forms } of [a, b]) expect(Math.abs(forms)).toBeLessThan(0.5);
    expect([a.read, b.read]).toEqual(ocrSkipped === undefined ? [true, false] : [undefined, undefined]);

    expect(sum).toMatchObject({ letters: 2, rankedFirst: 1, readable: ocrSkipped === undefined ? 2 : 0 });
    expect(sum.r2).toBeCloseTo((a.r2 + b.r2) / 2);
    expect(sum.styleDistance).toBeCloseTo((a.styleDistance + b.styleDistance) / 2);
    expect(sum.forms).toBeCloseTo((a.forms + b.forms) / 2);
    expect(sum.pepperLimit).toBeCloseTo((1.5 * (a.pepperOfArtwork + b.pepperOfArtwork)) / 2);
    expect(sum.borderLimit).toBeCloseTo((1.5 * (a.borderOfArtwork + b.borderOfArtwork)) / 2);
    expect(contactSheet).toBe(join(config.out, 'contact-sheet.png'));
    expect((await readPicture(contactSheet, { background: '#ffffff' })).width).toBeGreaterThan(500);

    await rm(join(config.out, 'manifest.json'));
    await expect(evaluateRuns([config.out])).rejects.toThrow(
      `Expected the output folder of a run at ${config.out}, got none with letters in it; render an alphabet there first.`,
    );
  });

  it('is measured under VGG-19 where its weights were fetched, else under the encoder that is included', async () => {
    const folder = await scratchFolder();
    vi.stubEnv('XDG_CACHE_HOME', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const config = smallConfig(folder, { characters: 'A' });
    await makeAlphabet(config).result;
    expect(await evaluateRuns([config.out])).toMatchObject({ encoder: 'compact' });
    const weights = join(folder, 'abecedary/weights');
    await mkdir(weights, { recursive: true });
    const layers = randomLayers(narrowVgg.vgg19);
    await writeFile(join(weights, 'vgg19.safetensors'), safetensors(torchvisionTensors(layers)));
    expect(await evaluateRuns([config.out])).toMatchObject({ encoder: 'vgg19' });
  });

  it('can be stopped', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'A' });
    await makeAlphabet(config).result;
    const signal = AbortSignal.abort();
    await expect(evaluateRuns([config.out], { encoder: compact, signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
