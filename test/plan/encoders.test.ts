import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readManifest, readPicture } from '../../src/files/index.js';
import { findEncoder, listEncoders } from '../../src/plan/encoders.js';
import { weightsFolder } from '../../src/plan/weights/index.js';
import { scratchFolder } from '../support/scratch.js';
import { makeAll, smallConfig } from '../support/small-alphabet.js';
import { narrowVgg, randomLayers, safetensors, torchvisionTensors } from '../support/weight-files.js';

/** Makes an empty folder the user's cache for one test. */
async function useEmptyCache(): Promise<void> {
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = await scratchFolder();
  onTestFinished(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });
}

async function writeVgg(file: string, kind: 'vgg16' | 'vgg19', range = 1): Promise<string> {
  await writeFile(file, safetensors(torchvisionTensors(randomLayers(narrowVgg[kind], range))));
  return file;
}

describe('an encoder', () => {
  test('goes by a name when it comes with the program or was put into the cache, else by its path', async () => {
    await useEmptyCache();
    const file = await findEncoder('compact');
    expect(file).toMatch(/compact\.safetensors$/);
    expect(await findEncoder('/some/where.safetensors')).toBe('/some/where.safetensors');
    await expect(findEncoder('vgg16')).rejects.toMatchObject({ code: 'encoder' });
    await mkdir(weightsFolder(), { recursive: true });
    const placed = await writeVgg(join(weightsFolder(), 'vgg16.safetensors'), 'vgg16');
    expect(await findEncoder('vgg16')).toBe(placed);
    const states = await listEncoders();
    expect(states.find(({ name }) => name === 'vgg16')).toMatchObject({ path: placed, included: false });
    expect(states.find(({ name }) => name === 'compact')).toMatchObject({ path: file, included: true });
  });

  test('of another kind paints other letters, which are made anew, and stands in the manifest', async () => {
    const folder = await scratchFolder();
    const encoder = await writeVgg(join(folder, 'vgg.safetensors'), 'vgg19');
    const made = await makeAll(smallConfig(folder, { characters: 'A' }));
    const other = await makeAll(smallConfig(folder, { characters: 'A', encoder }));
    const again = await makeAll(smallConfig(folder, { characters: 'A', encoder }));
    expect([made.rendered, other.rendered, again.rendered, again.kept]).toEqual([['A'], ['A'], [], ['A']]);
    expect((await readManifest(made.out))!.encoder).toMatchObject({ name: 'vgg19' });
  });

  test('whose weights nobody has fetched ends the run in a sentence before anything is written', async () => {
    await useEmptyCache();
    const folder = await scratchFolder();
    await expect(makeAll(smallConfig(folder, { encoder: 'vgg19' }))).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining('fetch them with «abecedary weights pull vgg19»'),
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('preset: original', () => {
  test('makes letters of VGG-16 by the method of the first alphabet, at any size', async () => {
    await useEmptyCache();
    await mkdir(weightsFolder(), { recursive: true });
    await writeVgg(join(weightsFolder(), 'vgg16.safetensors'), 'vgg16', 0.2);
    const folder = await scratchFolder();
    const transfer = { sizePx: 40, iterations: 2, evaluationsPerIteration: 3 };
    const { out, records } = await makeAll(
      smallConfig(folder, { preset: 'original', characters: 'I', transfer }),
    );
    const [letter] = (await readManifest(out))!.letters;
    expect(letter).toMatchObject({ evaluations: 6, iterations: 2, sizePx: 40, tries: 1 });
    expect(Object.keys(letter!.losses)).toEqual([
      'total',
      'content',
      ...[1, 2, 3, 4, 5].map((stage) => `style.relu${stage}_1`),
      'variation',
    ]);
    expect(await readPicture(join(out, 'letters/I.png'), { background: '#ffffff' })).toMatchObject({
      width: 40,
      height: 40,
    });
    expect(records.filter(({ kind }) => kind === 'iteration')).toHaveLength(2);
  });

  test('asks for the weights of VGG-16 where they are not there', async () => {
    await useEmptyCache();
    await expect(makeAll(smallConfig(await scratchFolder(), { preset: 'original' }))).rejects.toThrow(
      'save torchvision’s vgg16 as',
    );
  });
});
