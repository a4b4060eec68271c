import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

import { includedArtworks, leftOutArtworks, listArtworks } from '../../src/artwork/list.js';
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
  expect((await listArtworks({ from: folder, recursive: false })).map((file) => basename(file))).toEqual([
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
  const folder = await folderWith('a.png', '.b.png', '._a.png', 'notes.txt', 'Thumbs.db', 'logo.psd', 'png');
  await mkdir(join(folder, 'sub.png'));
  await writeFile(join(folder, 'sub.png', 'inside.png'), '');
  await symlink(join(folder, 'a.png'), join(folder, 'link.png'));
  await symlink(join(folder, 'nowhere.png'), join(folder, 'broken.png'));
  expect(await listArtworks({ from: folder, recursive: false })).toEqual([
    join(folder, 'a.png'),
    join(folder, 'link.png'),
  ]);
});

it('a list keeps its order and its repetitions, and one file is a list of one', async () => {
  const folder = await folderWith('a.png', 'b.png');
  const list = [join(folder, 'b.png'), join(folder, 'a.png'), join(folder, 'b.png')];
  expect(await listArtworks({ from: list, recursive: false })).toEqual(list);
  expect(await listArtworks({ from: list[0]!, recursive: false })).toEqual([list[0]]);
});

it('a path with * or ? gives the pictures whose names are like it, where no shell has done that', async () => {
  const folder = await folderWith('sea 10.jpg', 'sea 2.jpg', 'sun.png', 'sea.txt', 'sea+.jpg');
  const list = async (from: string | string[]) =>
    (await listArtworks({ from, recursive: false })).map((file) => basename(file));
  expect(await list(join(folder, 'sea*.jpg'))).toEqual(['sea 2.jpg', 'sea 10.jpg', 'sea+.jpg']);
  expect(await list([join(folder, 's?n.*'), join(folder, 'sea+*')])).toEqual(['sun.png', 'sea+.jpg']);
  await expect(list([join(folder, '*.gif')])).rejects.toThrow('*.gif, got none; check the path.');
});

it('the included artworks lie in the package’s styles folder', () => {
  expect(includedArtworks).toBe(join(import.meta.dirname, '..', '..', 'styles'));
});

it('an empty or missing folder and missing files are sentences', async () => {
  const empty = await folderWith();
  const others = await folderWith('a.psd', 'b.txt');
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
    await expect(listArtworks({ from, recursive: false })).rejects.toMatchObject({
      code: 'artwork',
      message: expect.stringContaining(sentence),
    });
  }
});

it('folders in the folder are looked through on request, each once', async () => {
  const folder = await folderWith('b.png');
  await mkdir(join(folder, 'a', 'deep'), { recursive: true });
  await writeFile(join(folder, 'a', 'deep', '1.svg'), '');
  await writeFile(join(folder, 'a', '2.heic'), '');
  await symlink(folder, join(folder, 'c'));
  expect(await listArtworks({ from: folder, recursive: true })).toEqual(
    [['a', '2.heic'], ['a', 'deep', '1.svg'], ['b.png']].map((parts) => join(folder, ...parts)),
  );
});

it('what is not used is told once, with the remedy', async () => {
  const folder = await folderWith('a.png', 'logo.psd', 'notes.txt', 'Thumbs.db', '.hidden');
  await mkdir(join(folder, 'more'));
  await writeFile(join(folder, 'more', 'old.bmp'), '');
  expect(await leftOutArtworks({ from: folder, recursive: false })).toEqual([
    `Not used of ${folder} are logo.psd, notes.txt: no such file can be read, export pictures as PNG or JPEG; and the pictures of more: --recursive looks through folders too.`,
  ]);
  const deep = await leftOutArtworks({ from: [folder], recursive: true });
  expect(deep).toEqual([expect.stringContaining(`logo.psd, ${join('more', 'old.bmp')}, notes.txt: no such`)]);
  const only = await folderWith('a.png', ...Array.from({ length: 20 }, (_, at) => `${at}.raw`));
  expect(await leftOutArtworks({ from: only, recursive: false })).toEqual([
    expect.stringContaining('6.raw, 7.raw and 12 more: no such'),
  ]);
  expect(await leftOutArtworks({ from: join(only, 'a.png'), recursive: false })).toEqual([]);
});
