import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashFile, readManifest, readPicture } from '../../src/files/index.js';
import { AbecedaryError, makeAlphabet, type Progress } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

/** Only whole files: pictures that can be read, and a manifest that tells the truth about each letter. */
async function expectWholeFiles(out: string): Promise<void> {
  for (const name of (await filesIn(out)).keys()) {
    expect(name).toMatch(/^(content|letters|frames)\/.*\.(png|webp)$|^sheet\.png$|^manifest\.json$/);
    if (name.endsWith('.json')) continue;
    await expect(readPicture(join(out, name), { background: '#ffffff' })).resolves.toBeDefined();
  }
  for (const { letter } of (await readManifest(out))?.letters ?? []) {
    expect(await hashFile(join(out, letter.file))).toBe(letter.sha256);
  }
}

describe('a run that is stopped in the middle', () => {
  const changes = { transfer: { sizePx: 64, iterations: 3, evaluationsPerIteration: 4 } };
  let uninterrupted: Record<string, string> = {};
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'abecedary-test-'));
    await makeAll(smallConfig(folder, changes));
    uninterrupted = await lettersIn(join(folder, 'out'));
    await rm(folder, { recursive: true });
  });

  it.each<[when: string, isTime: (record: Progress) => boolean, finished: string[]]>([
    ['before the first letter', ({ kind }) => kind === 'plan', []],
    ['when a letter is done', ({ kind }) => kind === 'done', ['A']],
    [
      'in the middle of a letter',
      (record) => record.kind === 'iteration' && record.letter === 'B' && record.iteration === 2,
      ['A'],
    ],
  ])('keeps what is finished and goes on from there: %s', async (_, isTime, finished) => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, changes);
    const stopping = new AbortController();
    const run = makeAlphabet(config, { signal: stopping.signal });
    for await (const record of run) if (isTime(record)) stopping.abort();
    const error = await run.result.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AbecedaryError);
    expect(error).toMatchObject({
      code: 'aborted',
      message: 'Stopped on request; every finished letter is kept.',
    });
    await mkdir(config.out, { recursive: true });
    await expectWholeFiles(config.out);
    expect((await readManifest(config.out))?.letters.map(({ character }) => character) ?? []).toEqual(
      finished,
    );

    const { rendered, kept } = await makeAll(config);
    expect(kept).toEqual(finished);
    expect([...kept, ...rendered]).toEqual(['A', 'B', 'C']);
    expect(await lettersIn(config.out)).toEqual(uninterrupted);
    await expectWholeFiles(config.out);
  });

  it('before it starts makes nothing', async () => {
    const folder = await scratchFolder();
    const run = makeAlphabet(smallConfig(folder), { signal: AbortSignal.abort() });
    await expect(run.result).rejects.toMatchObject({ name: 'AbecedaryError', code: 'aborted' });
    expect((await filesIn(folder)).size).toBe(0);
  });
});

describe('an artwork that cannot be used', () => {
  it('is given to no letter, also where only its end is missing', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 3);
    const file = join(from, '2.jpg');
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    const { rendered, failed, records } = await makeAll(smallConfig(folder, { artworks: { from } }));
    expect([[...rendered].sort(), failed]).toEqual([['A', 'B', 'C'], []]);
    const plan = records.find(({ kind }) => kind === 'plan');
    expect(plan).toMatchObject({
      notes: expect.arrayContaining([
        expect.stringMatching(/^2\.jpg is given to no letter: .* ends too early/),
      ]),
    });
  });

  it('costs no letter that is made together with its own', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 3);
    const letters = { B: join(from, '2.jpg') };
    const config = smallConfig(folder, { artworks: { from }, letters, batch: 3 });
    await makeAll({ ...config, out: join(folder, 'whole'), batch: 1 });
    const { 'B.png': _, ...others } = await lettersIn(join(folder, 'whole'));
    const file = join(from, '2.jpg');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length / 2));
    const { rendered, failed } = await makeAll(config);
    expect([...rendered].sort()).toEqual(['A', 'C']);
    expect(failed).toMatchObject([{ letter: 'B' }]);
    expect(await lettersIn(config.out)).toEqual(others);
  });

  it('costs its own letter only, and once it is repaired only that letter is made', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 3);
    const file = join(from, '2.jpg');
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    const page = { columns: 3, paper: '#00ff00' } as const;
    const config = smallConfig(folder, { artworks: { from }, letters: { B: file }, sheet: page });

    const { rendered, kept, failed, records } = await makeAll(config);
    expect([rendered, kept]).toEqual([['A', 'C'], []]);
    expect(failed).toEqual([
      {
        letter: 'B',
        message: `Expected a picture (PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG) at ${file}, got a file that ends too early; copy or download it again.`,
      },
    ]);
    expect(records).toContainEqual({ kind: 'failed', ...failed[0] });
    expect((await readManifest(config.out))!.failed).toEqual(failed);
    expect((await readManifest(config.out))!.letters.map(({ character }) => character)).toEqual(['A', 'C']);
    await expectWholeFiles(config.out);
    const sheet = await readPicture(join(config.out, 'sheet.png'), { background: '#ffffff' });
    expect([sheet.width, sheet.height]).toEqual([96, 32]);
    const coloursOf = (column: number) =>
      new Set(
        Array.from({ length: 32 * 32 }, (_, pixel) => {
          const at = (Math.floor(pixel / 32) * 96 + column * 32 + (pixel % 32)) * 3;
          return sheet.data.slice(at, at + 3).join();
        }),
      );
    // Its place shows the letter in tones close to the paper's, on a ground that is closer still.
    for (const colour of coloursOf(1)) expect(colour).toMatch(/^(1[5-9]|2\d|3[0-6]),255,\1$/);
    expect(coloursOf(1)).toContain('15,255,15');
    expect(coloursOf(1)).toContain('36,255,36');
    for (const column of [0, 2]) expect(coloursOf(column).size).toBeGreaterThan(10);

    await writeFile(file, whole);
    expect(await makeAll(config)).toMatchObject({ rendered: ['B'], kept: ['A', 'C'], failed: [] });
    await expectWholeFiles(config.out);
  });
});

describe('an output folder that cannot be written', () => {
  it.each(['letters', 'content', 'frames'])(
    'ends the run with one sentence when %s is a file',
    async (name) => {
      const folder = await scratchFolder();
      const config = smallConfig(folder, { transfer: { iterations: 3 } });
      await mkdir(config.out);
      await writeFile(join(config.out, name), 'something else');
      const run = makeAlphabet(config);
      await expect(run.result).rejects.toMatchObject({ name: 'AbecedaryError', code: 'output' });
      await expect(run.result).rejects.toThrow(
        /^Expected to write .*, but a file stands where a folder is needed; .*\.$/,
      );
      expect(await readFile(join(config.out, name), 'utf8')).toBe('something else');
    },
  );

  it('ends the run with one sentence when the manifest cannot be written any more', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder);
    const run = makeAlphabet(config);
    const file = join(config.out, 'manifest.json');
    for await (const record of run) {
      if (record.kind !== 'done') continue;
      await rm(file, { force: true, recursive: true });
      await mkdir(file, { recursive: true });
    }
    await expect(run.result).rejects.toMatchObject({ name: 'AbecedaryError', code: 'output' });
  });

  it('that holds the manifest of another program is left alone', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder);
    await mkdir(config.out);
    await writeFile(join(config.out, 'manifest.json'), '{"name": "somebody else"}');
    await expect(makeAlphabet(config).result).rejects.toMatchObject({
      name: 'AbecedaryError',
      code: 'output',
    });
    expect([...(await filesIn(config.out)).keys()]).toEqual(['manifest.json']);
  });
});

it('results never lie among the artworks', async () => {
  const folder = await scratchFolder();
  const from = await copyArtworks(folder, 3);
  await symlink(from, join(folder, 'the same'));
  for (const out of [from, join(folder, 'the same')]) {
    const config = smallConfig(folder, { characters: 'A', artworks: { from }, out });
    await expect(makeAlphabet(config).result).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^Expected results in another folder than the artworks, got /),
    });
  }
  const inside = smallConfig(folder, { characters: 'AB', artworks: { from }, out: join(from, 'out') });
  const { rendered } = await makeAll(inside);
  expect(rendered).toEqual(['A', 'B']);
  expect(await makeAll(inside)).toMatchObject({ kept: ['A', 'B'] });
});
