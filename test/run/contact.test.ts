import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AlphabetConfigInput, makeContactSheet } from '../../src/index.js';
import { ownSettings, readOwnLetters } from '../../src/plan/own-letters.js';
import { listTries } from '../../src/plan/tries.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

describe('a contact sheet', () => {
  it('keeps no frames, and an alphabet of the same store still gets its own', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 1);
    const changes: AlphabetConfigInput = {
      characters: 'A',
      artworks: { from },
      schedule: { store: 'shared' },
    };
    const config = smallConfig(folder, changes);
    expect(await makeContactSheet(config).result).toMatchObject({ rendered: ['A × 1.jpg'], failed: [] });
    const blobs = async (): Promise<number> => (await filesIn(join(folder, 'shared/blobs'))).size;
    expect(await blobs()).toBe(2);
    expect(await makeAll(config)).toMatchObject({ rendered: ['A'], failed: [] });
    expect(await blobs()).toBe(3);
    expect([...(await filesIn(config.out)).keys()]).toContain('frames/A/001.webp');
    expect(await makeAll({ ...config, out: join(folder, 'elsewhere') })).toMatchObject({ kept: ['A'] });
  });

  it('paints two copies of an artwork once, and shows both', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 1);
    await copyFile(join(from, '1.jpg'), join(from, '2.jpg'));
    const config = smallConfig(folder, { characters: 'AB', artworks: { from } });
    const { rendered, files } = await makeContactSheet(config, { only: ['A'] }).result;
    expect(rendered).toHaveLength(1);
    expect(files).toEqual([join(config.out, 'contact.jpg')]);
    expect(await makeContactSheet(config, { only: ['A'] }).result).toMatchObject({ rendered: [] });
  });

  it('refuses letters that are not of the alphabet', async () => {
    const config = smallConfig(await scratchFolder());
    await expect(makeContactSheet(config, { only: ['Ж'] }).result).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^Expected letters of this alphabet \(ABC\), got Ж; /),
    });
  });
});

describe('the tries of a contact sheet', () => {
  it.each(['seeds', 'presets', 'places', 'sizes'] as const)(
    'are numbered, and one can be taken: %s',
    async (kind) => {
      const folder = await scratchFolder();
      const from = await copyArtworks(folder, 2);
      const config = smallConfig(folder, { characters: 'AB', artworks: { from }, preset: 'found' });
      await makeAll(config);
      const before = await lettersIn(config.out);
      const { files, failed } = await makeContactSheet(config, { kind, only: ['B'] }).result;
      expect([files, failed]).toEqual([[join(config.out, `${kind}.jpg`)], []]);
      await makeAll(config, { only: ['B'], letters: { B: { take: 3 } } });
      const [own] = Object.values(ownSettings(await readOwnLetters(config.out)));
      expect(own).toEqual((await listTries(config, kind))[2]!.settings);
      expect((await lettersIn(config.out))['A.png']).toBe(before['A.png']);
      const none = makeAll(config, { only: ['B'], letters: { B: { take: 99 } } });
      await expect(none).rejects.toThrow('Expected try 99 of «B», got the numbers 1 to ');
    },
  );
});
