import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { hashFile, readManifest, readPicture } from '../../src/files/index.js';
import { makeAlphabet, type Progress } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';
import { writeColours } from '../support/small-pictures.js';

const read = (file: string) => readPicture(file, { background: '#ffffff' });

describe('an alphabet', () => {
  it('is content pictures, letters, a sheet and a manifest', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, {
      characters: 'AIé',
      sheet: { columns: 2, gapRatio: 0.25, marginRatio: 0.5 },
      transfer: { iterations: 2 },
    });
    const { records: _, seconds, ...made } = await makeAll(config);
    const out = join(folder, 'out');
    expect(made).toEqual({
      out,
      sheet: join(out, 'sheet.png'),
      manifest: join(out, 'manifest.json'),
      rendered: ['A', 'I', 'é'],
      kept: [],
      failed: [],
    });
    expect(seconds).toBeGreaterThan(0);
    const stems = ['A', 'I', 'u00e9'];
    expect([...(await filesIn(out)).keys()]).toEqual(
      [
        ...stems.map((stem) => `content/${stem}.png`),
        ...stems.flatMap((stem) => [`frames/${stem}/001.webp`, `frames/${stem}/002.webp`]),
        ...stems.map((stem) => `letters/${stem}.png`),
        'manifest.json',
        'sheet.png',
      ].sort(),
    );
    for (const stem of stems) {
      expect(await read(join(out, `letters/${stem}.png`))).toMatchObject({ width: 32, height: 32 });
    }
    // Two tiles, a gap of a quarter tile, a margin of half a tile all around.
    expect(await read(made.sheet)).toMatchObject({ width: 104, height: 104 });
  });

  it('shows the plain letters black on white', async () => {
    const folder = await scratchFolder();
    await makeAll(smallConfig(folder, { characters: 'I' }));
    const { width, height, data } = await read(join(folder, 'out/content/I.png'));
    expect([width, height]).toEqual([32, 32]);
    const grey = (x: number, y: number) => [...data.slice((y * 32 + x) * 3, (y * 32 + x) * 3 + 3)];
    expect(grey(16, 16)).toEqual([0, 0, 0]);
    for (let at = 0; at < 32; at++) {
      for (const [x, y] of [
        [at, 0],
        [at, 31],
        [0, at],
        [31, at],
      ])
        expect(grey(x!, y!)).toEqual([255, 255, 255]);
    }
  });

  it('can be made again from what its manifest says', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { seed: 5, transfer: { iterations: 2, evaluationsPerIteration: 3 } });
    await makeAll(config);
    const manifest = (await readManifest(config.out))!;
    const { characters, font, glyph, artworks, transfer, sheet } = config;
    expect(manifest).toMatchObject({
      seed: 5,
      engine: { name: 'onnxruntime', provider: 'cpu', reason: 'as chosen' },
      font: { file: 'default', family: 'Archivo Black', axes: {} },
      settings: { characters, font, glyph, artworks, transfer, sheet },
      sheet: 'sheet.png',
    });
    expect(Object.keys(manifest.versions)).toEqual(expect.arrayContaining(['node', 'onnxruntime-node']));
    expect([manifest.font.sha256, manifest.encoder.sha256]).toEqual(
      Array(2).fill(expect.stringMatching(/^[0-9a-f]{64}$/)),
    );
    expect(manifest.letters.map(({ character }) => character)).toEqual(['A', 'B', 'C']);
    for (const {
      letter,
      artwork,
      seconds,
      evaluations,
      iterations,
      losses,
      seed,
      sizePx,
      legibility,
      tries,
    } of manifest.letters) {
      expect(letter.sha256).toBe(await hashFile(join(config.out, letter.file)));
      expect(artwork.sha256).toBe(await hashFile(artwork.file));
      expect(seconds).toBeGreaterThan(0);
      expect([evaluations, iterations]).toEqual([2, 2]);
      expect([seed, sizePx]).toEqual([5, 32]);
      expect(losses.total).toBeGreaterThan(0);
      expect(losses.content).toBeGreaterThanOrEqual(0);
      expect([1, 2, 3]).toContain(legibility.rank);
      expect(legibility.r2).toBeGreaterThan(0);
      expect(legibility.r2).toBeLessThanOrEqual(1);
      expect(tries).toBe(1);
    }
  });

  it('tells its progress in order: the plan, each letter from its start to its end, the sheet', async () => {
    const folder = await scratchFolder();
    const made = await makeAll(smallConfig(folder, { workers: 2, transfer: { iterations: 3 } }));
    const { records } = made;
    expect(records[0]).toEqual({
      kind: 'plan',
      letters: ['A', 'B', 'C'],
      kept: [],
      workers: 2,
      iterations: 3,
      engine: 'onnxruntime cpu',
      engineReason: 'as chosen',
      products: [{ product: 'sheet', seconds: expect.any(Number) }],
      notes: [],
    });
    expect(records.at(-2)).toEqual({ kind: 'making', product: 'sheet' });
    expect(records.at(-1)).toEqual({ kind: 'sheet', file: join(folder, 'out/sheet.png') });
    for (const letter of ['A', 'B', 'C']) {
      const own = records.filter((record) => 'letter' in record && record.letter === letter);
      const kinds = own.map((record) => (record.kind === 'iteration' ? record.iteration : record.kind));
      expect(kinds).toEqual(['started', 1, 2, 3, 'done']);
      expect(own[3]).toMatchObject({ iterations: 3, evaluations: 3, sizePx: 32, workRatio: 1 });
      expect(own[4]).toMatchObject({ evaluations: 3, loss: (own[3] as { loss: number }).loss });
    }
    expect(records).toHaveLength(3 + 3 * 5);
  });

  it('makes letters in batches as told, which is told with the plan and in the manifest', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'ABCDE', batch: 3, workers: 4 });
    const { records, rendered } = await makeAll(config);
    expect([...rendered].sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
    const plan = records.find(({ kind }) => kind === 'plan');
    expect(plan).toMatchObject({ workers: 2, batch: 3 });
    const manifest = (await readManifest(config.out))!;
    expect(manifest.engine).toMatchObject({ provider: 'cpu', batch: 3 });
    expect(manifest.settings).not.toHaveProperty('batch');
    // The same jobs, so that nothing is made again.
    expect(await makeAll({ ...config, batch: 1 })).toMatchObject({ rendered: [] });
  });

  it('needs nobody to listen', async () => {
    const folder = await scratchFolder();
    const { rendered } = await makeAlphabet(smallConfig(folder, { characters: 'A' })).result;
    expect(rendered).toEqual(['A']);
  });

  it('says so when letters share an artwork', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 2);
    const { records } = await makeAll(smallConfig(folder, { artworks: { from } }));
    const { notes } = records[0] as Extract<Progress, { kind: 'plan' }>;
    expect(notes).toEqual(['2 artworks for 3 letters: 1 letter repeats an artwork that another letter has.']);
  });
});

describe('the artworks', () => {
  it('are looked at while letters are painted, and what speaks against them is told once', async () => {
    const folder = await scratchFolder();
    const plain = await writeColours(folder, 'plain', () => [0.2, 0.4, 0.6]);
    const config = smallConfig(folder, { characters: 'AB', letters: { B: plain } });
    const notesOf = ({ records }: { records: Progress[] }) =>
      records.flatMap((record) => (record.kind === 'note' ? [record.text] : []));
    const { rendered, ...first } = await makeAll(config);
    expect(rendered).toEqual(['A', 'B']);
    expect(notesOf(first)).toEqual([expect.stringMatching(/^plain\.png is nearly one plain colour; /)]);
    // Nobody needs to know it again while the letter stays as it is.
    expect(notesOf(await makeAll(config))).toEqual([]);
  });
});

describe('letters that are cut out', () => {
  it('stand on the paper of the sheet', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, {
      characters: 'IL',
      transfer: { scope: 'ink', plain: 'transparent' },
      sheet: { columns: 2, paper: '#00ff00' },
    });
    await makeAll(config);
    for (const name of ['I', 'L']) {
      const bytes = await readFile(join(config.out, `letters/${name}.png`));
      // The PNG’s colour type: RGB with alpha.
      expect(bytes[25]).toBe(6);
    }
    const { width, height, data } = await read(join(config.out, 'sheet.png'));
    expect([width, height]).toEqual([64, 32]);
    const paper = [...data.subarray(0, 3)];
    expect(paper[1]).toBeGreaterThan(200);
    const glyphs = await Promise.all(['I', 'L'].map((name) => read(join(config.out, `content/${name}.png`))));
    for (const [column, glyph] of glyphs.entries()) {
      let ink = 0;
      for (let at = 0; at < 32 * 32; at++) {
        const place = (Math.floor(at / 32) * 64 + column * 32 + (at % 32)) * 3;
        const pixel = [...data.subarray(place, place + 3)];
        if (glyph.data[at * 3] === 255) expect(pixel).toEqual(paper);
        if (glyph.data[at * 3] === 0 && pixel.join() !== paper.join()) ink++;
      }
      expect(ink).toBeGreaterThan(20);
    }
  });
});

describe('a second run', () => {
  it('over letters of an older program renders them anew and replaces its manifest', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'AB' });
    await makeAll(config);
    const file = join(config.out, 'manifest.json');
    const old = { ...JSON.parse(await readFile(file, 'utf8')), version: 1 };
    await writeFile(file, JSON.stringify(old));
    await rm(join(config.out, '.abecedary'), { recursive: true });
    expect(await makeAll(config)).toMatchObject({ rendered: ['A', 'B'], kept: [] });
    expect((await readManifest(config.out))!.letters).toHaveLength(2);
  });

  it('keeps every letter as it is', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder);
    await makeAll(config);
    const before = await filesIn(join(config.out, 'letters'));
    const { rendered, kept, records } = await makeAll(config);
    expect([rendered, kept]).toEqual([[], ['A', 'B', 'C']]);
    expect(records.map(({ kind }) => kind)).toEqual(['plan']);
    expect(await filesIn(join(config.out, 'letters'))).toEqual(before);
    // A sheet that is gone is laid again.
    await rm(join(config.out, 'sheet.png'));
    expect((await makeAll(config)).records.map(({ kind }) => kind)).toEqual(['plan', 'making', 'sheet']);
  });

  it('renders only the letter whose artwork has changed', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 4);
    const config = smallConfig(folder, { artworks: { from } });
    await makeAll(config);
    const before = await lettersIn(config.out);
    await writeFile(join(from, '2.jpg'), await readFile(join(from, '4.jpg')));
    expect(await makeAll(config)).toMatchObject({ rendered: ['B'], kept: ['A', 'C'] });
    const after = await lettersIn(config.out);
    expect(after['B.png']).not.toBe(before['B.png']);
    expect(after).toEqual({ ...before, 'B.png': after['B.png'] });
  });

  it('puts a letter in its place again whose file is gone or was changed', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder);
    await makeAll(config);
    const before = await lettersIn(config.out);
    await rm(join(config.out, 'letters/A.png'));
    await writeFile(join(config.out, 'letters/C.png'), 'no picture');
    expect(await makeAll(config)).toMatchObject({ rendered: [], kept: ['A', 'B', 'C'] });
    expect(await lettersIn(config.out)).toEqual(before);
  });

  it('renders all letters again when it is forced to, to the same bytes', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder);
    await makeAll(config);
    const before = await lettersIn(config.out);
    expect(await makeAll(config, { force: true })).toMatchObject({ rendered: ['A', 'B', 'C'], kept: [] });
    expect(await lettersIn(config.out)).toEqual(before);
  });

  it('forgets the letters that are no longer asked for', async () => {
    const folder = await scratchFolder();
    await makeAll(smallConfig(folder));
    const config = smallConfig(folder, { characters: 'AC', letters: {}, sheet: { columns: 2 } });
    await makeAll(config);
    expect((await readManifest(config.out))!.letters.map(({ character }) => character)).toEqual(['A', 'C']);
    expect(await read(join(config.out, 'sheet.png'))).toMatchObject({ width: 64, height: 32 });
  });
});

describe('the bytes of the letters', () => {
  it('follow from configuration and seed, however many workers and letters in a batch there are', async () => {
    const folder = await scratchFolder();
    const changes = { characters: 'ABCDE', transfer: { sizePx: 64, iterations: 2 } };
    const runs = [
      { workers: 1, seed: 3 },
      { workers: 1, seed: 3 },
      { workers: 2, seed: 3 },
      { workers: 2, seed: 4 },
      { workers: 1, seed: 3, batch: 3 },
      { workers: 2, seed: 3, batch: 2 },
    ];
    const letters: Record<string, string>[] = [];
    for (const [at, run] of runs.entries()) {
      const config = smallConfig(folder, { ...changes, ...run, out: `out-${at}` });
      await makeAll(config);
      letters.push(await lettersIn(config.out));
    }
    const [first, again, sideBySide, otherSeed, ...inBatches] = letters;
    expect(Object.keys(first!)).toHaveLength(5);
    expect(again).toEqual(first);
    expect(sideBySide).toEqual(first);
    expect(inBatches).toEqual([first, first]);
    for (const name of Object.keys(first!)) expect(otherSeed![name]).not.toBe(first![name]);
  }, 300_000);

  it('do not depend on which letters are rendered together', async () => {
    const folder = await scratchFolder();
    const whole = smallConfig(folder, { out: 'whole' });
    await makeAll(whole);
    const part = smallConfig(folder, { out: 'part' });
    expect(await makeAll(part, { only: ['C', 'B'] })).toMatchObject({ rendered: ['B', 'C'], kept: [] });
    const { 'A.png': _, ...others } = await lettersIn(whole.out);
    expect(await lettersIn(part.out)).toEqual(others);
  });
});

describe('one letter rendered again', () => {
  const render = { only: ['B'], force: true };
  const tile = ({ width, data }: Pixels, column: number): Uint8Array => {
    const rows = Array.from({ length: 32 }, (_, y) => {
      const at = (y * width + column * 32) * 3;
      return [...data.slice(at, at + 32 * 3)];
    });
    return Uint8Array.from(rows.flat());
  };

  it('with another artwork leaves the files of all others untouched and stands on a new sheet', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 4);
    const sheet = { columns: 3 };
    await makeAll(smallConfig(folder, { artworks: { from }, sheet }));
    const out = join(folder, 'out');
    const before = await filesIn(out);
    const letters = { B: join(from, '4.jpg') };
    const result = await makeAll(smallConfig(folder, { artworks: { from }, letters, sheet }), render);
    expect(result).toMatchObject({ rendered: ['B'], kept: [] });
    const after = await filesIn(out);
    const changed = [...after].filter(([name, file]) => !file.bytes.equals(before.get(name)!.bytes));
    expect(changed.map(([name]) => name)).toEqual([
      'frames/B/001.webp',
      'letters/B.png',
      'manifest.json',
      'sheet.png',
    ]);
    for (const name of ['letters/A.png', 'letters/C.png', 'content/A.png', 'content/C.png']) {
      expect(after.get(name)!.mtimeMs).toBe(before.get(name)!.mtimeMs);
    }
    const shown = await read(join(out, 'sheet.png'));
    for (const [column, name] of ['A', 'B', 'C'].entries()) {
      expect(tile(shown, column)).toEqual(
        Uint8Array.from((await read(join(out, `letters/${name}.png`))).data),
      );
    }
  });

  it('leaves a letter whose file is gone out of the sheet', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { sheet: { columns: 3 } });
    await makeAll(config);
    await rm(join(config.out, 'letters/A.png'));
    expect(await makeAll(config, render)).toMatchObject({ rendered: ['B'], failed: [] });
    const shown = await read(join(config.out, 'sheet.png'));
    expect(shown).toMatchObject({ width: 64, height: 32 });
    for (const column of [0, 1]) expect(new Set(tile(shown, column)).size).toBeGreaterThan(1);
    expect((await readManifest(config.out))!.letters.map(({ character }) => character)).toEqual(['B', 'C']);
  });

  it('must be one of the alphabet', async () => {
    const folder = await scratchFolder();
    const run = makeAlphabet(smallConfig(folder), { only: ['Q'] });
    await expect(run.result).rejects.toMatchObject({ name: 'AbecedaryError', code: 'config' });
  });
});
