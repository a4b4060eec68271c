import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { readPicture } from '../../src/files/index.js';
import {
  type AlphabetConfigInput,
  makeText,
  type Progress,
  type TextOptions,
  type TextResult,
} from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { describeWithSharedData } from '../support/shared-data.js';
import { copyArtworks, filesIn, makeAll, smallConfig } from '../support/small-alphabet.js';

type Text = NonNullable<AlphabetConfigInput['text']>;

/** Sets a text on a small page in one quick iteration, to the end. */
async function setText(
  folder: string,
  text: Text,
  { content, force, ...changes }: AlphabetConfigInput & TextOptions = {},
): Promise<TextResult & { records: Progress[] }> {
  const config = smallConfig(folder, { ...changes, text: { page: '96x64', margin: 4, ...text } });
  const run = makeText(config, { content, force });
  const records: Progress[] = [];
  run.result.catch(() => undefined);
  for await (const record of run) records.push(record);
  return { ...(await run.result), records };
}

const record = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(file, 'utf8'));
const read = (file: string, background = '#ffffff'): Promise<Pixels> => readPicture(file, { background });
const at = ({ width, data }: Pixels, x: number, y: number): number[] => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

describe('a text painted as a whole', () => {
  it('is a page with its frames, its plain picture and a record of what it was made from', async () => {
    const folder = await scratchFolder();
    const made = await setText(folder, { mode: 'whole', dpi: 150 }, { content: 'Row us\nhome' });
    expect(made.rendered).toEqual(['row-us-home']);
    expect([...(await filesIn(join(folder, 'out'))).keys()]).toEqual([
      'text/content/row-us-home.png',
      'text/frames/row-us-home/001.webp',
      'text/row-us-home.json',
      'text/row-us-home.png',
    ]);
    const page = await read(made.page);
    expect([page.width, page.height]).toEqual([96, 64]);
    expect((await sharp(made.page).metadata()).density).toBe(150);
    const content = await read(join(folder, 'out/text/content/row-us-home.png'));
    expect([content.width, content.height]).toEqual([96, 64]);
    expect(await record(made.record)).toMatchObject({
      ...{ text: 'Row us\nhome', mode: 'whole', iterations: 1, seed: 1, page: { file: 'row-us-home.png' } },
      lines: [{ text: 'Row us' }, { text: 'home' }],
      artworks: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(made.records.map(({ kind }) => kind)).toEqual(['plan', 'started', 'iteration', 'done', 'page']);
  });

  it('is not made again while nothing has changed, and is when something has', async () => {
    const folder = await scratchFolder();
    const first = await setText(folder, { content: 'Home' });
    const before = await filesIn(join(folder, 'out'));
    const second = await setText(folder, { content: 'Home' });
    expect([second.rendered, second.kept]).toEqual([[], ['home']]);
    expect([...(await filesIn(join(folder, 'out'))).values()].map(({ mtimeMs }) => mtimeMs)).toEqual(
      [...before.values()].map(({ mtimeMs }) => mtimeMs),
    );
    expect((await setText(folder, { content: 'Home' }, { seed: 2 })).rendered).toEqual(['home']);
    const page = await readFile(first.page);
    await writeFile(first.page, 'somebody painted over it');
    expect((await setText(folder, { content: 'Home' }, { seed: 2 })).kept).toEqual(['home']);
    expect((await readFile(first.page)).equals(page)).toBe(true);
    expect((await setText(folder, { content: 'Home' }, { seed: 2, force: true })).rendered).toEqual(['home']);
  });

  it('has the same bytes again in another folder', async () => {
    const pages = [await scratchFolder(), await scratchFolder()].map(async (folder) =>
      readFile((await setText(folder, { content: 'Home' })).page),
    );
    const [one, other] = await Promise.all(pages);
    expect(one!.equals(other!)).toBe(true);
  });

  it('takes its words and its name from a file', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'My Song.txt'), '\ufeffOh,\r\nharbour\r\n');
    const made = await setText(folder, { file: 'My Song.txt' });
    expect(made.page).toBe(join(folder, 'out/text/My Song.png'));
    expect((await record(made.record)).lines).toMatchObject([{ text: 'Oh,' }, { text: 'harbour' }]);
  });

  it('gives words artworks of their own in turn', async () => {
    const folder = await scratchFolder();
    await copyArtworks(folder, 2);
    const changes = {
      artworks: { from: 'art' },
      transfer: { iterations: 4, evaluationsPerIteration: 6, startNoise: 0 },
    };
    const text: Text = { content: 'MM\nMM', margin: 2, wrap: 'never' };
    const alike = await read((await setText(folder, { ...text, name: 'page' }, changes)).page);
    const mixed = await setText(folder, { ...text, name: 'word', each: 'word' }, changes);
    expect((await record(mixed.record)).artworks).toHaveLength(2);
    const differing = (rows: [number, number], picture: Pixels): number => {
      let sum = 0;
      for (let y = rows[0]; y < rows[1]; y++)
        for (let x = 0; x < 96; x++)
          sum +=
            Math.abs(at(picture, x, y)[0]! - at(alike, x, y)[0]!) +
            Math.abs(at(picture, x, y)[2]! - at(alike, x, y)[2]!);
      return sum;
    };
    const page = await read(mixed.page);
    // The second word's artwork is another one than the page's, the first word's is not.
    expect(differing([34, 64], page)).toBeGreaterThan(1.2 * differing([0, 30], page));
  });

  it('uses an artwork where its picture of places is white', async () => {
    const folder = await scratchFolder();
    const art = await copyArtworks(folder, 2);
    const where = join(folder, 'where.png');
    const { writePicture } = await import('../../src/files/index.js');
    const data = Uint8Array.from({ length: 96 * 64 }, (_, place) => (place % 96 < 48 ? 0 : 255));
    await writePicture(where, { width: 96, height: 64, channels: 1, data });
    const transfer = { iterations: 4, evaluationsPerIteration: 6, startNoise: 0 };
    const text: Text = { content: 'MMM', wrap: 'never' };
    const [one, two] = [`${art}/1.jpg`, `${art}/2.jpg`];
    const make = async (name: string, artworks: Text['artworks']): Promise<Pixels> =>
      read((await setText(folder, { ...text, name, artworks }, { transfer })).page);
    const [first, second] = [await make('one', [one]), await make('two', [two])];
    const both = await make('both', [one, { file: two, where }]);
    const distance = (picture: Pixels, columns: [number, number]): number => {
      let sum = 0;
      for (let y = 0; y < 64; y++)
        for (let x = columns[0]; x < columns[1]; x++)
          at(both, x, y).forEach((value, channel) => {
            sum += Math.abs(value - at(picture, x, y)[channel]!);
          });
      return sum;
    };
    expect(distance(first, [0, 36])).toBeLessThan(distance(second, [0, 36]));
    expect(distance(second, [60, 96])).toBeLessThan(distance(first, [60, 96]));
  });

  it('leaves the ground plain, or open, where that is asked for', async () => {
    const folder = await scratchFolder();
    const plain = await read((await setText(folder, { content: 'I', ground: '#ffcc00' })).page);
    expect(at(plain, 1, 1)).toEqual([255, 204, 0]);
    const open = (await setText(folder, { content: 'I', name: 'open', ground: 'transparent' })).page;
    expect(at(await read(open, '#123456'), 1, 1)).toEqual([0x12, 0x34, 0x56]);
    const [dark, light] = [await read(open, '#000000'), await read(open, '#ffffff')];
    const covered = Array.from({ length: 64 }, (_, y) =>
      Array.from({ length: 96 }, (_, x) => `${at(dark, x, y)}` === `${at(light, x, y)}`),
    );
    expect(covered.flat().filter(Boolean).length).toBeGreaterThan(300);
  });

  it('stops when it is asked to, and leaves no page', async () => {
    const folder = await scratchFolder();
    const stop = new AbortController();
    const config = smallConfig(folder, {
      text: { content: 'Home', page: '96x64' },
      transfer: { iterations: 200 },
    });
    const run = makeText(config, { signal: stop.signal });
    run.result.catch(() => undefined);
    for await (const { kind } of run) if (kind === 'iteration') stop.abort();
    await expect(run.result).rejects.toMatchObject({ code: 'aborted' });
    expect([...(await filesIn(join(folder, 'out'))).keys()]).not.toContain('text/home.png');
  });
});

describe('a text from tiles', () => {
  it('takes the letters of the alphabet that are there, and makes those that are missing', async () => {
    const folder = await scratchFolder();
    await makeAll(smallConfig(folder), { only: ['A'] });
    const before = await filesIn(join(folder, 'out'));
    const made = await setText(folder, { mode: 'tiles', content: 'ABBA' });
    expect([made.rendered, made.kept]).toEqual([['B', 'abba'], ['A']]);
    const after = await filesIn(join(folder, 'out'));
    expect(after.get('letters/A.png')!.mtimeMs).toBe(before.get('letters/A.png')!.mtimeMs);
    expect(await makeAll(smallConfig(folder), { only: ['A', 'B'] })).toMatchObject({ rendered: [] });
    const again = await setText(folder, { mode: 'tiles', content: 'ABBA' });
    expect([again.rendered, again.kept]).toEqual([[], ['A', 'B', 'abba']]);
  });

  it('keeps letters that are not of the alphabet for other texts', async () => {
    const folder = await scratchFolder();
    await setText(folder, { mode: 'tiles', content: 'row' });
    const next = await setText(folder, { mode: 'tiles', content: 'wo!' });
    expect(
      [...(await filesIn(join(folder, 'out'))).keys()].filter((name) => /sheet|report/.test(name)),
    ).toEqual([]);
    expect([next.rendered, next.kept]).toEqual([
      ['!', 'wo'],
      ['o', 'w'],
    ]);
    const back = await setText(folder, { mode: 'tiles', content: 'row!' });
    expect([back.rendered, back.kept]).toEqual([['row'], ['!', 'o', 'r', 'w']]);
  });

  it('lays cut-out letters on its ground', async () => {
    const folder = await scratchFolder();
    const text: Text = { mode: 'tiles', content: 'A', vertical: 'middle', align: 'centre' };
    const flat = await read((await setText(folder, { ...text, ground: '#ffcc00' })).page);
    expect(at(flat, 1, 1)).toEqual([255, 204, 0]);
    const open = (await setText(folder, { ...text, ground: 'transparent', name: 'open' })).page;
    expect(at(await read(open, '#000000'), 1, 1)).toEqual([0, 0, 0]);
    const styled = await setText(folder, { ...text, ground: 'styled', name: 'styled' });
    const ground = await read(join(folder, 'out/text/ground/styled.png'));
    const page = await read(styled.page);
    expect(at(page, 1, 1)).toEqual(at(ground, 1, 1));
    expect(page.data).not.toEqual(ground.data);
    const again = await setText(folder, { ...text, ground: 'styled', name: 'styled' });
    expect(again.rendered).toEqual([]);
  });

  it('makes a letter anew that would drown on its ground', async () => {
    const folder = await scratchFolder();
    const made = await setText(folder, { mode: 'tiles', content: 'A', ground: '#000000' });
    expect(made.rendered).toEqual(['A', 'a']);
    expect([...(await filesIn(join(folder, 'out'))).keys()]).toContain(
      'text/tiles/1-light-on-dark/letters/A.png',
    );
  });

  it('takes turns between variants of a letter', async () => {
    const folder = await scratchFolder();
    const made = await setText(folder, { mode: 'tiles', content: 'AAA', variants: 2 });
    expect(made.rendered).toEqual(['A', 'aaa']);
    const { letters } = (await record(made.record)) as { letters: { sha256: string }[] };
    expect(new Set(letters.map(({ sha256 }) => sha256)).size).toBe(2);
    const page = await read(made.page);
    const third = page.width / 3;
    const columns = (from: number) =>
      Array.from({ length: 20 }, (_, x) => at(page, Math.round(from + x + 6), 32)).flat();
    expect(columns(0)).not.toEqual(columns(third));
  });
});

describeWithSharedData('fonts', 'letters that cannot stand alone', (fonts) => {
  it.each([
    ['joined letters', 'A\nسلام', '«س» in line 2, column 1'],
    ['marks without a letter of their own', 'A x\u0301', '«x\u0301» in line 1, column 3'],
  ])('are no tiles, which is said with their place and what to do: %s', async (_, content, place) => {
    const font = { file: join(fonts, 'Amiri-Regular.ttf') };
    const made = setText(await scratchFolder(), { mode: 'tiles', content }, { font });
    await expect(made).rejects.toThrow(
      `Expected letters that can stand alone as tiles, got ${place}, which `,
    );
    await expect(made).rejects.toThrow('; use --mode whole for this text.');
  });
});

describe('a text that cannot be made', () => {
  it.each<[string, Text, RegExp]>([
    ['without words', {}, /^Expected a text to set, got none; /],
    [
      'with a missing file',
      { file: 'none.txt' },
      /^Expected a text file in UTF-8 at .*none\.txt, got no such file; /,
    ],
    ['with a character that no font has', { content: 'Row\nж' }, /«ж» \(U\+0436\) in line 2, column 1; /],
    [
      'too large for its page',
      { content: 'Home', size: 80 },
      /^Expected a text that fits into 88 x 56 px, got /,
    ],
  ])('says why: %s', async (_, text, sentence) => {
    await expect(setText(await scratchFolder(), text)).rejects.toThrow(sentence);
  });

  it('leaves the record of another program alone', async () => {
    const folder = await scratchFolder();
    const made = await setText(folder, { content: 'Home' });
    await writeFile(made.record, '{"mine": true}');
    await expect(setText(folder, { content: 'Home' })).rejects.toThrow(
      /got the file of another program; move it away/,
    );
    expect(await readFile(made.record, 'utf8')).toBe('{"mine": true}');
  });
});
