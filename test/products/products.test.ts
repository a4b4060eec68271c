import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readFilms, readPicture, runFolder } from '../../src/files/index.js';
import {
  type AlphabetConfig,
  type AlphabetConfigInput,
  makeContactSheet,
  makeProducts,
  openLetters,
  type Progress,
} from '../../src/index.js';
import { arePresent } from '../../src/products/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

const everything: AlphabetConfigInput = {
  characters: 'ABC',
  transfer: { iterations: 3 },
  overview: { formats: 'png' },
  film: { formats: ['gif', 'webp'] },
  report: { make: true },
};

/** A run of three letters in the folder, with everything that is made of them. */
async function run(folder: string, changes: AlphabetConfigInput = {}) {
  const config = smallConfig(folder, { ...everything, ...changes });
  return { config, ...(await makeAll(config)) };
}

let base = '';
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'abecedary-test-'));
  await run(base);
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** A finished run of one's own to change, and nothing rendered for it. */
async function finished(changes: AlphabetConfigInput = {}): Promise<AlphabetConfig> {
  const folder = await scratchFolder();
  await cp(base, folder, { recursive: true, preserveTimestamps: true });
  return smallConfig(folder, { ...everything, ...changes });
}

async function again(config: AlphabetConfig): Promise<Progress[]> {
  const records: Progress[] = [];
  await makeProducts(await openLetters(config), { report: (record) => records.push(record) });
  return records;
}

describe('what a run ends with', () => {
  it('is a sheet, an overview, films of the letters and of the sheet, and a report', async () => {
    const folder = await scratchFolder();
    const { config, records } = await run(folder);
    const files = [...(await filesIn(config.out)).keys()].filter(
      (name) => !/^(content|frames|letters)\//.test(name),
    );
    expect(files).toEqual([
      ...['A', 'B', 'C'].flatMap((stem) => [`film/${stem}.gif`, `film/${stem}.webp`]),
      'film/films.json',
      'film/sheet.gif',
      'film/sheet.webp',
      'manifest.json',
      'overview.png',
      'report.html',
      'sheet.png',
    ]);
    const made = records.flatMap((record) =>
      record.kind === 'sheet' ? 'sheet' : record.kind === 'product' ? record.product : [],
    );
    expect(made).toEqual(['sheet', 'overview', 'film', 'report']);
  });

  it('is the same, byte for byte, when it is made again', async () => {
    const { config } = await run(await scratchFolder());
    const [first, second] = [await filesIn(join(base, 'out')), await filesIn(config.out)];
    for (const name of [
      'sheet.png',
      'overview.png',
      'film/A.gif',
      'film/A.webp',
      'film/sheet.gif',
      'film/sheet.webp',
    ])
      expect(first.get(name)!.bytes.equals(second.get(name)!.bytes), name).toBe(true);
  });

  it('can be changed and made again, and no letter is rendered for it', async () => {
    const config = await finished();
    const before = await lettersIn(config.out);
    const changed = {
      ...config,
      sheet: {
        ...config.sheet,
        formats: ['png', 'pdf', 'tiff'] as const,
        captions: 'both' as const,
        gapRatio: 0.5,
      },
      film: { ...config.film, sizePx: 20 },
    } as AlphabetConfig;
    const { rendered, kept } = await makeAll(changed);
    expect({ rendered, kept }).toEqual({ rendered: [], kept: ['A', 'B', 'C'] });
    expect(await lettersIn(config.out)).toEqual(before);
    expect((await sharp(join(config.out, 'film/A.gif')).metadata()).width).toBe(20);
    for (const name of ['sheet.png', 'sheet.pdf', 'sheet.tif'])
      expect((await stat(join(config.out, name))).size).toBeGreaterThan(500);
  });

  it('is there too where no letter has frames for a film, so that it is not made each time', async () => {
    const config = await finished();
    for (const folder of ['film', 'frames']) await rm(join(config.out, folder), { recursive: true });
    await makeProducts(await openLetters(config), { only: ['film'] });
    expect([...(await filesIn(join(config.out, 'film'))).keys()]).toEqual(['films.json']);
    expect(await arePresent(config)).toBe(true);
  });

  it('shows on the report’s sheet too what stands in the place of a letter that failed', async () => {
    const config = await finished();
    const made = await openLetters(config);
    const black = { width: 32, height: 32, channels: 3, data: new Uint8Array(3 * 32 * 32) } as const;
    await makeProducts(
      {
        ...made,
        letters: new Map([...made.letters].filter(([letter]) => letter !== 'B')),
        placeholders: new Map([['B', black]]),
        failed: [{ letter: 'B', message: 'Expected a picture.' }],
      },
      { only: ['report'] },
    );
    const page = await readFile(join(config.out, 'report.html'), 'utf8');
    const still = /<div class="picture sheet">.*?<img src="data:image\/webp;base64,([^"]*)"/s.exec(page)![1]!;
    const sheet = sharp(Buffer.from(still, 'base64'));
    const { width } = await sheet.metadata();
    const side = Math.floor(width / 3);
    const inner = { left: side + 4, top: 4, width: side - 8, height: side - 8 };
    const { channels } = await sharp(await sheet.extract(inner).png().toBuffer()).stats();
    expect(Math.max(...channels.map(({ mean }) => mean))).toBeLessThan(10);
  });

  it('takes no film from a list that names files elsewhere or is damaged', async () => {
    const config = await finished();
    const secret = join(config.out, '../secret.gif');
    await cp(join(config.out, 'film/B.gif'), secret);
    const list = join(config.out, 'film/films.json');
    const right = await readFile(list, 'utf8');
    const report = await readFile(join(config.out, 'report.html'), 'utf8');
    const [film, sha256] = ['"film/A.gif"', /"[0-9a-f]{64}"/] as const;
    const wrong = [
      ...['', '[]', 'null', '{"version":1}', '{"version":1,"films":[1]}', '{"version":1,"films":{"A":null}}'],
      ...['../secret.gif', secret, 'film/../../secret.gif', 'film/\u0000.gif', 'film/\u001b[2J.gif'].map(
        (name) => right.replace(film, JSON.stringify(name)),
      ),
      ...['"../x"', '{}', '1e400', '[[]]'].map((value) => right.replace(sha256, value)),
      right.replace('"bytes":', '"bytes": -1, "size":'),
    ];
    for (const text of wrong) {
      expect(text).not.toBe(right);
      await writeFile(list, text);
      expect(await readFilms(runFolder(config.out)), text.slice(0, 200)).toEqual({});
    }
    await again(config);
    expect(await readFile(list, 'utf8')).toBe(right);
    expect(await readFile(join(config.out, 'report.html'), 'utf8')).toBe(report);
  });

  it('is made of the run’s own letters, whatever else the configuration says by then', async () => {
    const config = await finished();
    const records = await again({
      ...config,
      characters: ['X', 'Y', 'Z'],
      font: { file: '/nowhere.ttf', axes: {}, face: 'auto' },
    });
    expect(records[0]).toEqual({ kind: 'making', product: 'sheet' });
    expect(records[1]).toEqual({ kind: 'sheet', file: join(config.out, 'sheet.png') });
    expect(await readPicture(join(config.out, 'sheet.png'), { background: '#ffffff' })).toMatchObject({
      width: 96,
    });
  });

  it('is refused where there is no run', async () => {
    const folder = await scratchFolder();
    await expect(openLetters(smallConfig(folder))).rejects.toThrow(
      `Expected the output folder of a run at ${join(folder, 'out')}, got none with letters in it; render an alphabet there first.`,
    );
  });
});

describe('films', () => {
  it('show every iteration, the last one held, and end with the letter itself', async () => {
    const config = await finished({
      film: { formats: ['gif', 'webp'], frameMs: 80, holdMs: 1000, frames: true },
    });
    await again(config);
    const letter = await readPicture(join(config.out, 'letters/A.png'), { background: '#ffffff' });
    for (const format of ['gif', 'webp']) {
      const film = sharp(join(config.out, `film/A.${format}`), { animated: true });
      const { pages, delay, loop, width, pageHeight } = await film.metadata();
      expect({ pages, delay, loop, width, pageHeight }).toEqual({
        pages: 3,
        delay: [80, 80, 1080],
        loop: 0,
        width: 32,
        pageHeight: 32,
      });
      const all = await film.removeAlpha().raw().toBuffer();
      const last = all.subarray(2 * 32 * 32 * 3);
      const error =
        letter.data.reduce((sum, value, at) => sum + Math.abs(value - last[at]!), 0) / letter.data.length;
      expect(error, format).toBeLessThan(12);
    }
    expect(
      (await readPicture(join(config.out, 'film/frames/A/003.png'), { background: '#ffffff' })).data,
    ).toEqual(letter.data);
  });

  it('that are up to date are left alone; those that are gone or of another letter are made', async () => {
    const config = await finished();
    const before = await filesIn(join(config.out, 'film'));
    expect(
      (await again(config)).flatMap((record) =>
        record.kind === 'making' ? [] : 'product' in record ? record.product : record.kind,
      ),
    ).toEqual(['sheet', 'overview', 'report']);
    await rm(join(config.out, 'film/B.gif'));
    const film = (await again(config)).find(
      (record) => record.kind === 'product' && record.product === 'film',
    );
    expect(film).toMatchObject({
      files: [join(config.out, 'film/B.gif'), join(config.out, 'film/B.webp')],
      notes: [],
    });
    const after = await filesIn(join(config.out, 'film'));
    for (const [name, { bytes, mtimeMs }] of before) {
      expect(after.get(name)!.bytes.equals(bytes), name).toBe(true);
      if (name.startsWith('A.') || name.startsWith('sheet.'))
        expect(after.get(name)!.mtimeMs, name).toBe(mtimeMs);
    }
  });

  it('wait for an ffmpeg where there is none, and a sentence says so', async () => {
    const config = await finished({ film: { formats: ['gif', 'mp4'] } });
    vi.stubEnv('PATH', await scratchFolder());
    const film = (await again(config)).find(
      (record) => record.kind === 'product' && record.product === 'film',
    );
    vi.unstubAllEnvs();
    expect(film).toMatchObject({
      notes: [expect.stringContaining('No film as mp4: there is no ffmpeg on the path; install it')],
    });
    expect((await filesIn(join(config.out, 'film'))).has('A.mp4')).toBe(false);
  });

  it('are made smaller until they keep their limit', async () => {
    const folder = await scratchFolder();
    const { config } = await run(folder, {
      characters: 'AB',
      transfer: { sizePx: 192, iterations: 4 },
      film: { formats: ['gif', 'webp'], sizePx: 192, limitMb: 0.05, sheetLimitMb: 0.05 },
    });
    for (const name of ['A.gif', 'A.webp', 'B.gif', 'sheet.gif', 'sheet.webp']) {
      const file = join(config.out, 'film', name);
      expect((await stat(file)).size, name).toBeLessThanOrEqual(50_000);
      expect((await sharp(file).metadata()).width, name).toBeGreaterThan(48);
    }
  });

  it('of letters whose frames are gone or damaged are missed and told, and the others are made', async () => {
    const config = await finished();
    await rm(join(config.out, 'film'), { recursive: true });
    await rm(join(config.out, 'frames/A'), { recursive: true });
    await writeFile(join(config.out, 'frames/B/002.webp'), 'no picture');
    const records = await again({ ...config, film: { ...config.film, formats: ['gif'], sheet: false } });
    const film = records.find((record) => record.kind === 'product' && record.product === 'film');
    expect(film).toMatchObject({ files: [join(config.out, 'film/C.gif')] });
    expect((film as { notes: readonly string[] }).notes).toEqual([
      'No film of A, whose frames are not there; render the letter again to get one.',
      expect.stringMatching(/^No film of B: Expected a frame at .*002\.webp/),
    ]);
  });
});

describe('the report of a run', () => {
  it('holds everything that it shows', async () => {
    const config = await finished();
    const html = await readFile(join(config.out, 'report.html'), 'utf8');
    expect(html.match(/data:image\/webp;base64,/g)!.length).toBe(2 + 3 * 4);
    expect(html.match(/<polyline/g)).toHaveLength(3);
    expect(html).toContain('Archivo Black');
    expect(html).toContain('transfer.evaluationsPerIteration');
  });
});

describe('the contact sheet', () => {
  it('shows the chosen letters with every artwork, and renders none of them twice', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 3);
    const config = smallConfig(folder, { artworks: { from } });
    const { rendered, kept, failed, files } = await makeContactSheet(config, { only: ['A', 'C'] }).result;
    const names = ['A × 1.jpg', 'C × 1.jpg', 'A × 2.jpg', 'C × 2.jpg', 'A × 3.jpg', 'C × 3.jpg'];
    expect([...rendered].sort()).toEqual([...names].sort());
    expect({ kept, failed, files }).toEqual({
      kept: [],
      failed: [],
      files: [join(config.out, 'contact.jpg')],
    });
    const made = [...(await filesIn(config.out)).keys()];
    expect(made.filter((name) => name.startsWith('contact/letters/'))).toHaveLength(6);
    expect(made.filter((name) => name.includes('frames'))).toEqual([]);

    const next = await makeContactSheet(config, { only: ['A', 'B'] }).result;
    expect([...next.rendered].sort()).toEqual(['B × 1.jpg', 'B × 2.jpg', 'B × 3.jpg']);
    expect(next.kept).toEqual(['A × 1.jpg', 'A × 2.jpg', 'A × 3.jpg']);
  });
});
