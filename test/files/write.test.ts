import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished, type TestContext } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import {
  hashFile,
  readPicture,
  removeLeftovers,
  resizePicture,
  writePicture,
  writeTextFile,
} from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';

/** A soft pattern, different in each channel. */
function pattern(width: number, height: number, channels: 1 | 3 | 4): Pixels {
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / channels);
    data[at] = 128 + 100 * Math.sin((pixel % width) / (13 + (at % channels)) + Math.floor(pixel / width) / 9);
  }
  return { width, height, channels, data };
}

/** A folder on a disk of its own, of the size; skips the test where this user may mount none. */
async function smallDisk(context: TestContext, size: string): Promise<string> {
  const folder = await scratchFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    console.warn('skipped: this user may not mount a small disk');
    context.skip('this user may not mount a small disk');
  }
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

it.each([1, 3, 4] as const)(
  'a PNG of %i channels holds the very pixels, and the same bytes each time',
  async (channels) => {
    const folder = await scratchFolder();
    const pixels = pattern(40, 30, channels);
    for (const name of ['a.png', 'b.PNG']) await writePicture(join(folder, name), pixels);
    const [first, second] = await Promise.all(['a.png', 'b.PNG'].map((name) => readFile(join(folder, name))));
    expect(first).toEqual(second);
    const decoded = sharp(first).toColourspace(channels === 1 ? 'b-w' : 'srgb');
    expect((await decoded.metadata()).channels).toBe(channels);
    expect(new Uint8Array(await decoded.raw().toBuffer())).toEqual(pixels.data);
  },
);

it.each([
  [undefined, 300],
  [96, 96],
])('a PNG says that it is sRGB, and its size in print: %s', async (dpi, wanted) => {
  const file = join(await scratchFolder(), 'a.png');
  await writePicture(file, pattern(40, 30, 3), dpi === undefined ? {} : { dpi });
  expect((await sharp(file).metadata()).density).toBe(wanted);
  const bytes = (await readFile(file)).toString('latin1');
  const count = (type: string): number => bytes.split(type).length - 1;
  expect([count('sRGB'), count('pHYs'), count('gAMA')]).toEqual([1, 1, 0]);
});

it.each(['.jpg', '.jpeg', '.webp'])('%s holds nearly the same pixels', async (ending) => {
  const file = join(await scratchFolder(), `picture${ending}`);
  const pixels = pattern(40, 30, 3);
  await writePicture(file, pixels);
  const { data } = await readPicture(file, { background: '#ffffff' });
  const off = data.reduce((sum, value, at) => sum + Math.abs(value - pixels.data[at]!), 0) / data.length;
  expect(off).toBeLessThan(6);
});

it('transparency lies over white in a JPEG', async () => {
  const file = join(await scratchFolder(), 'clear.jpg');
  await writePicture(file, { width: 8, height: 8, channels: 4, data: new Uint8Array(256) });
  expect((await readPicture(file, { background: '#000000' })).data[0]).toBe(255);
});

it('an unknown ending and a size that the format cannot hold are refused', async () => {
  const folder = await scratchFolder();
  await expect(writePicture(join(folder, 'a.bmp'), pattern(4, 4, 3))).rejects.toThrow(
    'ending in one of .png, .jpg',
  );
  await expect(writePicture(join(folder, 'a.webp'), pattern(20_000, 1, 1))).rejects.toThrow(
    'got 20000 x 1 pixels',
  );
  expect(await readdir(folder)).toEqual([]);
});

it('resizing gives the size and keeps channels, plain colours and means', async () => {
  for (const channels of [1, 3, 4] as const) {
    const grey: Pixels = { width: 30, height: 20, channels, data: new Uint8Array(600 * channels).fill(77) };
    const wide = await resizePicture(grey, 61, 7);
    expect([wide.width, wide.height, wide.channels]).toEqual([61, 7, channels]);
    const off = wide.data.reduce((worst, value) => Math.max(worst, Math.abs(value - 77)), 0);
    expect(off).toBeLessThanOrEqual(channels === 4 ? 1 : 0);
  }
  const mean = ({ data }: Pixels): number => data.reduce((sum, value) => sum + value, 0) / data.length;
  const large = pattern(120, 120, 3);
  expect(Math.abs(mean(await resizePicture(large, 30, 30)) - mean(large))).toBeLessThan(1);
  expect(await resizePicture(large, 120, 120)).toBe(large);
});

it('a missing folder is made, and no temporary file stays', async () => {
  const folder = await scratchFolder();
  const file = join(folder, 'new', 'deep', 'note.txt');
  await writeTextFile(file, 'first');
  await writeTextFile(file, 'zweite Fassung: ä');
  expect(await readFile(file, 'utf8')).toBe('zweite Fassung: ä');
  expect(await readdir(join(folder, 'new', 'deep'))).toEqual(['note.txt']);
});

it('files that many write at once are whole', async () => {
  const folder = await scratchFolder();
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
  await Promise.all(texts.map((text) => writeTextFile(join(folder, 'same.txt'), text)));
  expect(texts).toContain(await readFile(join(folder, 'same.txt'), 'utf8'));
  expect(await readdir(folder)).toEqual(['same.txt']);
});

it('a full disk is said, the old file stays whole and no temporary file stays', async (context) => {
  const disk = await smallDisk(context, '256k');
  const file = join(disk, 'note.txt');
  await writeTextFile(file, 'old');
  await expect(writeTextFile(file, 'x'.repeat(1_000_000))).rejects.toMatchObject({
    code: 'output',
    message: `Expected to write ${file}, but the disk is full; free some space or choose another output folder.`,
  });
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await readdir(disk)).toEqual(['note.txt']);
});

it('a read-only disk is said', async (context) => {
  const disk = await smallDisk(context, '256k');
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  await expect(writePicture(join(disk, 'a.png'), pattern(4, 4, 3))).rejects.toThrow(
    'but the disk is read-only;',
  );
});

it('a folder without permission is said', async (context) => {
  if (process.getuid?.() === 0) {
    console.warn('skipped: root may write everywhere');
    context.skip('root may write everywhere');
  }
  const folder = await scratchFolder();
  await chmod(folder, 0o555);
  await expect(writeTextFile(join(folder, 'a.txt'), 'a')).rejects.toThrow('but this user has no permission;');
});

it('files and folders in each other’s place are said', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'folder', 'inside'), { recursive: true });
  await expect(writeTextFile(join(folder, 'file', 'a.txt'), 'a')).rejects.toThrow(
    'a file stands where a folder is needed',
  );
  await expect(writeTextFile(join(folder, 'folder'), 'a')).rejects.toThrow(
    'a folder stands where a file is needed',
  );
  expect((await readdir(folder)).sort()).toEqual(['file', 'folder']);
});

it('what a killed run left is removed, and nothing else', async () => {
  const folder = await scratchFolder();
  const dead = spawnSync(process.execPath, ['--eval', '0']).pid;
  await mkdir(join(folder, 'letters'));
  const stays = [`.abecedary-${process.pid}-11111111.tmp`, '.abecedary-notes.tmp', 'A.png'];
  const goes = [`.abecedary-${dead}-22222222.tmp`, `.abecedary-${process.pid}-33333333.tmp`];
  for (const name of [...stays, ...goes]) await writeFile(join(folder, 'letters', name), '');
  await utimes(join(folder, 'letters', goes[1]!), 0, 0);
  expect(await removeLeftovers(folder)).toBe(2);
  expect((await readdir(join(folder, 'letters'))).sort()).toEqual(stays.sort());
  expect(await removeLeftovers(join(folder, 'missing'))).toBe(0);
});

it('a hash is the SHA-256 of the bytes, and a missing file a sentence', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'abc'), 'abc');
  expect(await hashFile(join(folder, 'abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  await expect(hashFile(join(folder, 'none'), 'artwork')).rejects.toMatchObject({
    code: 'artwork',
    message: expect.stringContaining('but it does not exist; check'),
  });
});
