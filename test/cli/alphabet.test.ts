import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, lettersIn } from '../support/small-alphabet.js';
import { abecedary, start } from './support.js';

const quick = [
  '--preset',
  'painted',
  '--characters',
  'ABC',
  '--size',
  '32',
  '--iterations',
  '1',
  '--workers',
  '1',
  '--engine',
  'cpu',
];

describe('abecedary alphabet', () => {
  it('makes letters and sheet with plain lines where there is no terminal', async () => {
    const folder = await scratchFolder();
    const { code, stdout, stderr } = await abecedary(['alphabet', ...quick, '--out', 'mine'], folder);
    expect([code, stderr]).toEqual([0, '']);
    // What takes longer than a second says so, which depends on the machine.
    const lines = stdout
      .trimEnd()
      .split('\n')
      .filter((line) => !/^(making|looking) /.test(line));
    expect(lines[0]).toBe('3 letters to make; 1 iterations each, 1 at a time, onnxruntime cpu (as chosen)');
    expect(lines[1]).toBe('A: started with agate.jpg');
    expect(lines.find((line) => line.startsWith('A: done'))).toMatch(
      /^A: done in \d+ s, loss \d\S* \(1 of 3\)$/,
    );
    expect(lines.slice(-4, -1)).toEqual([
      'sheet: mine/sheet.png',
      'overview: mine/overview.jpg',
      'report: mine/report.html',
    ]);
    expect(lines.at(-1)).toMatch(/^3 made, in \d+ s; look at mine\/report\.html$/);
    expect(Object.keys(await lettersIn(join(folder, 'mine')))).toEqual(['A.png', 'B.png', 'C.png']);
  });

  it('makes only the letters of --only, and nothing twice', async () => {
    const folder = await scratchFolder();
    const args = ['alphabet', ...quick, '--only', 'C,A'];
    expect((await abecedary(args, folder)).stdout).toMatch(
      /(?:^|\n)2 letters to make; .*\n2 made, in \d+ s; look at out\/report\.html\n$/s,
    );
    expect(Object.keys(await lettersIn(join(folder, 'out')))).toEqual(['A.png', 'C.png']);
    const again = await abecedary(args, folder);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/(?:^|\n)0 letters to make, 2 kept; .*\n0 made, 2 kept, in \d+ s\n$/s);
  });

  it('ends with 1 when an artwork cannot be used, and names letter and file', async () => {
    const folder = await scratchFolder();
    const art = await copyArtworks(folder, 3);
    const whole = await readFile(join(art, '2.jpg'));
    await writeFile(join(art, '2.jpg'), whole.subarray(0, 20_000));
    await writeFile(join(folder, 'own.yaml'), 'letters: { B: art/2.jpg }\n');
    const args = ['alphabet', ...quick, '--config', 'own.yaml', '--styles', 'art'];
    const { code, stdout, stderr } = await abecedary(args, folder);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `B: failed: Expected a picture (PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG) at ${art}/2.jpg, got `,
    );
    expect(stderr).toBe('abecedary: 1 of 3 letters failed (B); the same command tries these again.\n');
    expect(Object.keys(await lettersIn(join(folder, 'out')))).toEqual(['A.png', 'C.png']);
    await writeFile(join(art, '2.jpg'), whole);
    expect(await abecedary(args, folder)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('abecedary letter', () => {
  it('renders that letter again and leaves every other letter’s file untouched', async () => {
    const folder = await scratchFolder();
    await abecedary(['alphabet', ...quick], folder);
    const before = await filesIn(join(folder, 'out'));
    const { code, stdout } = await abecedary(['letter', 'B', ...quick, '--seed', '7'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/(?:^|\n)1 letter to make; .*\n1 made, in \d+ s; look at out\/report\.html\n$/s);
    const after = await filesIn(join(folder, 'out'));
    expect([...after.keys()]).toEqual([...before.keys()]);
    const written = [...after].filter(([name, { mtimeMs }]) => mtimeMs !== before.get(name)!.mtimeMs);
    expect(written.map(([name]) => name)).toEqual([
      'content/B.png',
      'frames/B/001.webp',
      'letters/B.png',
      'manifest.json',
      'overview.jpg',
      'report.html',
      'sheet.png',
    ]);
    for (const name of ['letters/B.png', 'sheet.png']) {
      expect(after.get(name)!.bytes.equals(before.get(name)!.bytes)).toBe(false);
    }
  });
});

describe('abecedary sheet, film and report', () => {
  it('make these again of a finished run, and leave the letters as they are', async () => {
    const folder = await scratchFolder();
    await abecedary(['alphabet', ...quick, '--iterations', '2'], folder);
    const before = await lettersIn(join(folder, 'out'));
    const film = await abecedary(['film', '--film', 'gif'], folder);
    expect(film).toMatchObject({
      code: 0,
      stderr: '',
      stdout: 'making the films …\nfilm: out/film/A.gif and 3 more\n',
    });
    const sheet = await abecedary(['sheet', '--formats', 'pdf,webp', '--paper-size', 'A5'], folder);
    expect(sheet).toMatchObject({ code: 0, stderr: '' });
    expect(sheet.stdout).toBe(
      'making the sheet …\nsheet: out/sheet.webp\nsheet: out/sheet.pdf\nmaking the overview …\noverview: out/overview.jpg\n',
    );
    expect(await abecedary(['report'], folder)).toMatchObject({
      code: 0,
      stdout: 'making the report …\nreport: out/report.html\n',
    });
    expect(await lettersIn(join(folder, 'out'))).toEqual(before);
  });
});

describe('abecedary sheet without a configuration', () => {
  it('lays it as the run was told to', async () => {
    const folder = await scratchFolder();
    await abecedary(
      ['alphabet', ...quick, '--iterations', '1', '--formats', 'webp', '--out', 'mine'],
      folder,
    );
    const { stdout } = await abecedary(['sheet', '--out', 'mine'], folder);
    expect(stdout).toContain('sheet: mine/sheet.webp\n');
    const other = await abecedary(['sheet', '--out', 'mine', '--formats', 'jpeg'], folder);
    expect(other.stdout).toContain('sheet: mine/sheet.jpg\n');
    await writeFile(join(folder, 'mine.yaml'), 'out: mine\n');
    const configured = await abecedary(['sheet', '--config', 'mine.yaml'], folder);
    expect(configured.stdout).toContain('sheet: mine/sheet.png\n');
  });
});

describe('what cannot be done ends with exit code 2 and one sentence on stderr', () => {
  it.each<[what: string, args: string[], sentence: RegExp]>([
    ['a letter that is not of the alphabet', ['letter', 'Q', ...quick], /^Expected CHAR .*, got "Q"; .*\.$/],
    [
      'a sheet of letters that are not there',
      ['sheet', '--out', 'nowhere'],
      /^Expected the output folder of a run at .*nowhere, got none .*; .*\.$/,
    ],
    [
      'a sheet of some letters',
      ['sheet', '--only', 'A'],
      /^Expected --only together with --contact, got it alone; .*\.$/,
    ],
    [
      'a contact sheet of what there is not',
      ['sheet', '--contact', 'preset'],
      /^Expected --contact to say artworks, seeds, presets, places, sizes, got "preset"; did you mean presets\?$/,
    ],
    [
      'a character that the font lacks',
      ['alphabet', ...quick, '--characters', 'A漢'],
      /^Expected Archivo Black .*, but it has no glyph for '漢' .*; .*\.$/,
    ],
    [
      'a folder of artworks that is not there',
      ['alphabet', ...quick, '--styles', 'nowhere'],
      /^Expected a folder of artworks at .*nowhere, got none there; .*\.$/,
    ],
    [
      'a font that is not there',
      ['alphabet', ...quick, '--font', 'nowhere.ttf'],
      /^Expected .*nowhere\.ttf.*, but there is no such file; .*\.$/,
    ],
    ['a font that is none', ['alphabet', ...quick, '--font', 'file'], /^Expected .*file.*, but .*; .*\.$/],
    [
      'a file where the output folder should be',
      ['alphabet', ...quick, '--out', 'file'],
      /^Expected .*file.*, got .* a file stands where a folder is needed; .*\.$/,
    ],
    [
      'an output folder that cannot be made',
      ['alphabet', ...quick, '--out', '/proc/abecedary'],
      /^Expected to write \/proc\/abecedary.*, but .*; .*\.$/,
    ],
  ])('%s', async (_, args, sentence) => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'file'), 'just text');
    const { code, stderr } = await abecedary(args, folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^abecedary: [^\n]+\n$/);
    expect(stderr.slice('abecedary: '.length, -1)).toMatch(sentence);
  });
});

describe('Ctrl-C while letters are rendered', () => {
  it('ends at once with 130, leaves whole files only, and the next run goes on', async () => {
    const folder = await scratchFolder();
    const args = ['alphabet', '--characters', 'ABC', '--size', '96', '--iterations', '2', '--workers', '2'];
    const { child, ended, said } = start('src/cli/main.ts', args, folder);
    await said('C: started');
    child.kill('SIGINT');
    const { code, signal, stderr } = await ended;
    expect([code, signal]).toEqual([130, null]);
    expect(stderr).toBe(
      'abecedary: Stopped; every finished letter is kept, and the same command goes on from there.\n',
    );
    const out = join(folder, 'out');
    const names = [...(await filesIn(out)).keys()];
    expect(names.filter((name) => !/\.(png|webp|json)$/.test(name))).toEqual([]);
    expect(names).not.toContain('sheet.png');
    for (const name of names.filter((name) => !name.endsWith('.json'))) {
      await expect(readPicture(join(out, name), { background: '#ffffff' })).resolves.toBeDefined();
    }
    const { code: next, stdout } = await abecedary(args, folder);
    expect(next).toBe(0);
    expect(stdout).toMatch(/^[12] letters? to make, [12] kept; /m);
  });
});
