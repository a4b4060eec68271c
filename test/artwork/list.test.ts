import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

import { includedArtworks, listArtworks } from '../../src/artwork/list.js';
import { scratchFolder } from '../support/scratch.js';

async function folderWith(...names: string[]): Promise<string> {
  const folder = await scratchFolder();
  for (const name of names) await writeFile(join(folder, name), '');
  return folder;
}

it('a folder gives its pictures in the order that people count', async () => {
  const folder = await folderWith(
    '10 sea.PNG',
    '2 sun.jpg',
    'Berg.tif',
    'apfel.png',
    '1.avif',
    'Zeit.gif',
    'äpfel.png',
  );
  expect((await listArtworks(folder)).map((file) => basename(file))).toEqual([
    '1.avif',
    '2 sun.jpg',
    '10 sea.PNG',
    'apfel.png',
    'äpfel.png',
    'Berg.tif',
    'Zeit.gif',
  ]);
});

it('hidden files, other endings and subfolders are left out, links are followed', async () => {
  const folder = await folderWith('a.png', '.b.png', '._a.png', 'notes.txt', 'Thumbs.db', 'logo.svg', 'png');
  await mkdir(join(folder, 'sub.png'));
  await writeFile(join(folder, 'sub.png', 'inside.png'), '');
  await symlink(join(folder, 'a.png'), join(folder, 'link.png'));
  await symlink(join(folder, 'nowhere.png'), join(folder, 'broken.png'));
  expect(await listArtworks(folder)).toEqual([join(folder, 'a.png'), join(folder, 'link.png')]);
});

it('a list keeps its order and its repetitions, and one file is a list of one', async () => {
  const folder = await folderWith('a.png', 'b.png');
  const list = [join(folder, 'b.png'), join(folder, 'a.png'), join(folder, 'b.png')];
  expect(await listArtworks(list)).toEqual(list);
  expect(await listArtworks(list[0]!)).toEqual([list[0]]);
});

it('the included artworks lie in the package’s styles folder', () => {
  expect(includedArtworks).toBe(join(import.meta.dirname, '..', '..', 'styles'));
});

it('an empty or missing folder and missing files are sentences', async () => {
  const empty = await folderWith();
  const others = await folderWith('a.heic', 'b.txt');
  const missing = join(empty, 'none');
  const file = join(others, 'b.txt', 'x');
  const sentences: [string | string[], string][] = [
    [empty, `in the artwork folder ${empty}, got an empty folder; put some there`],
    [others, `in the artwork folder ${others}, got none among its 2 entries; put some there`],
    [missing, `Expected a folder of artworks at ${missing}, got none there; check the path`],
    [file, `Expected a folder of artworks at ${file}, got none there; check the path`],
    [[missing, file], `got none at ${missing}, ${file}; check the paths.`],
    [[], 'got an empty list; name a picture file.'],
  ];
  for (const [from, sentence] of sentences) {
    await expect(listArtworks(from)).rejects.toMatchObject({
      code: 'artwork',
      message: expect.stringContaining(sentence),
    });
  }
});
