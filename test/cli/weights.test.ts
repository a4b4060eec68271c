import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { serveFiles } from '../support/file-server.js';
import { scratchFolder } from '../support/scratch.js';
import { abecedary } from './support.js';

let cache = '';
beforeEach(async () => {
  cache = await scratchFolder();
  process.env.XDG_CACHE_HOME = cache;
  return () => {
    delete process.env.XDG_CACHE_HOME;
  };
});

describe('abecedary weights', () => {
  it('lists the encoders and how to get those that are not there, and fetches nothing', async () => {
    const { code, stdout } = await abecedary(['weights', 'list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^compact +comes with the program$/m);
    expect(stdout).toMatch(/^vgg19 +not there; abecedary weights pull vgg19 fetches 80 MB$/m);
    expect(stdout).toMatch(/^vgg16 +not there; put it at .*vgg16\.safetensors/m);
    expect(await readdir(cache)).toEqual([]);
  });

  it('prints the folder that keeps them', async () => {
    expect(await abecedary(['weights', 'path'])).toMatchObject({
      code: 0,
      stdout: `${join(cache, 'abecedary', 'weights')}\n`,
    });
  });

  it('says what the server answered, and how to place the files by hand', async () => {
    const { url } = await serveFiles({});
    const { code, stderr } = await abecedary(['weights', 'pull', 'vgg19', '--from', url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^abecedary: Expected to fetch .*is answered with status 404; .*--from\.$/m);
    expect(stderr).toContain(`By hand: put the 21 files of https://raw.githubusercontent.com/`);
    expect(stderr).toContain(join(cache, 'abecedary', 'weights', 'vgg19'));
  });

  it('refuses a name that it cannot fetch', async () => {
    const { code, stderr } = await abecedary(['weights', 'pull', 'vgg91']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'abecedary: Expected NAME to be an encoder whose weights can be fetched (vgg19), got "vgg91"; docs/vgg.md tells how to use others.\n',
    });
  });
});
