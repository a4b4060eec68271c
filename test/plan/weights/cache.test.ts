import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { weightsFolder } from '../../../src/plan/weights/cache.js';
import { vgg19 } from '../../../src/plan/weights/catalogue.js';
import { findWeights, listWeights } from '../../../src/plan/weights/index.js';
import { scratchFolder } from '../../support/scratch.js';

describe('the folder of weights', () => {
  test.each([
    ['follows XDG_CACHE_HOME', 'linux', { XDG_CACHE_HOME: '/big/cache' }, '/big/cache'],
    ['leaves a relative XDG_CACHE_HOME alone', 'linux', { XDG_CACHE_HOME: 'cache' }, '/home/me/.cache'],
    ['lies in the home of a Linux user', 'linux', {}, '/home/me/.cache'],
    ['lies in the library of a Mac user', 'darwin', {}, '/home/me/Library/Caches'],
    ['lies in the local data of a Windows user', 'win32', { LOCALAPPDATA: '/local' }, '/local'],
  ] as const)('%s', (_, platform, env, cache) => {
    expect(weightsFolder({ platform, env, home: '/home/me' })).toBe(join(cache, 'abecedary', 'weights'));
  });
});

/** A folder in which `vgg19` seems to be whole, but for some files. */
async function folderWithout(...missing: string[]): Promise<string> {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'vgg19'));
  for (const { name, bytes } of vgg19.files) {
    if (!missing.includes(name)) await writeFile(join(folder, 'vgg19', name), new Uint8Array(bytes));
  }
  return folder;
}

describe('weights', () => {
  test('that were fetched are found', async () => {
    const folder = await folderWithout();
    expect(await findWeights('vgg19', folder)).toBe(join(folder, 'vgg19'));
    const [state] = await listWeights(folder);
    expect(state).toMatchObject({ name: 'vgg19', fetch: { files: 21, missing: 0, bytes: 80_112_286 } });
  });

  test('that are not all there are not used, and the sentence says how many are missing', async () => {
    const folder = await folderWithout('group1-shard7of20.bin', 'group1-shard8of20.bin');
    await expect(findWeights('vgg19', folder)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringMatching(
        /2 of 21 files are missing in .*; fetch them with «abecedary weights pull vgg19»/,
      ),
    });
  });

  test('that nobody has fetched are not there, and the sentence says how to get them', async () => {
    const folder = await scratchFolder();
    await expect(findWeights('vgg19', folder)).rejects.toThrow('but they are not there; fetch them with');
    await expect(findWeights('vgg16', folder)).rejects.toThrow(`save torchvision’s vgg16 as ${folder}`);
  });

  test('that were put there by hand as one file or as a folder are found', async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'vgg16'));
    await writeFile(join(folder, 'vgg16', 'model.json'), '{}');
    expect(await findWeights('vgg16', folder)).toBe(join(folder, 'vgg16'));
    await writeFile(join(folder, 'vgg16.safetensors'), 'x');
    expect(await findWeights('vgg16', folder)).toBe(join(folder, 'vgg16.safetensors'));
  });
});
