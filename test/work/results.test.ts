import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest, runFolder } from '../../src/files/index.js';
import { type AlphabetConfig, makeAlphabet, type Progress } from '../../src/index.js';
import { openRunStore, readResult } from '../../src/work/index.js';
import { blobKey } from '../../src/work/store/contract.js';
import { recordKey } from '../../src/work/store/index.js';
import { scratchFolder } from '../support/scratch.js';
import { bytesIn, copyArtworks, makeAll, smallConfig } from '../support/small-alphabet.js';

const notesOf = (records: readonly Progress[]): readonly string[] =>
  records.flatMap((record) => (record.kind === 'plan' ? record.notes : []));
const idOf = async ({ out }: AlphabetConfig, letter: string): Promise<string> =>
  (await readManifest(out))!.letters.find(({ character }) => character === letter)!.job;

describe('letters that were made before', () => {
  it('come back, with their frames, when a setting is set back', async () => {
    const folder = await scratchFolder();
    const one = smallConfig(folder, { characters: 'AB', seed: 1, transfer: { iterations: 3 } });
    const other = smallConfig(folder, { characters: 'AB', seed: 2 });
    await makeAll(one);
    const before = await bytesIn(one.out);
    expect(await makeAll(other)).toMatchObject({ rendered: ['A', 'B'] });
    expect(Object.keys(await bytesIn(one.out))).not.toContain('frames/A/002.webp');
    expect(await makeAll(one)).toMatchObject({ rendered: [], kept: ['A', 'B'] });
    expect(await bytesIn(one.out)).toEqual(before);
    expect(await makeAll(other)).toMatchObject({ rendered: [], kept: ['A', 'B'] });
  });

  it('come back with their frames as JPEG where an older version kept them so', async () => {
    const config = smallConfig(await scratchFolder(), { characters: 'A', transfer: { iterations: 2 } });
    await makeAll(config);
    const { store } = await openRunStore(config.schedule, runFolder(config.out));
    const job = { id: await idOf(config, 'A'), files: { content: '', picture: '', frames: '' } };
    const kept = (await readResult(store, job))!;
    const { frameFormat: _, ...files } = kept.files;
    const key = recordKey('results', job.id);
    await store.writeRecord(key, store.seal.close(key, { ...kept, files }));
    await rm(join(config.out, 'letters'), { recursive: true });
    expect(await makeAll(config)).toMatchObject({ rendered: [], kept: ['A'] });
    const frames = Object.keys(await bytesIn(config.out)).filter((file) => file.startsWith('frames/'));
    expect(frames).toEqual(['frames/A/001.jpg', 'frames/A/002.jpg']);
  });

  it('make the same films and pages, in whichever order they were made', async () => {
    const folder = await scratchFolder();
    const changes = { characters: 'AB', transfer: { iterations: 2 }, film: { formats: ['webp' as const] } };
    const whole = smallConfig(folder, { ...changes, out: 'whole' });
    await makeAll(whole);
    const parts = smallConfig(folder, { ...changes, out: 'parts' });
    await makeAll(parts, { only: ['B'] });
    await makeAll(parts);
    expect(Object.keys(await bytesIn(parts.out))).toContain('film/films.json');
    expect(await bytesIn(parts.out)).toEqual(await bytesIn(whole.out));
  });

  it('are laid on another sheet without being made again', async () => {
    const folder = await scratchFolder();
    await makeAll(smallConfig(folder, { characters: 'AB', sheet: { columns: 1 } }));
    const wide = smallConfig(folder, { characters: 'AB', sheet: { columns: 2, paper: '#ff0000' } });
    expect(await makeAll(wide)).toMatchObject({ rendered: [], kept: ['A', 'B'] });
  });

  it('are made again, and that is said, where what was kept is damaged', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'ABC' });
    await makeAll(config);
    const before = await bytesIn(config.out);
    const { store } = runFolder(config.out);
    const record = join(store, 'results', `${await idOf(config, 'A')}.json`);
    const ofB = JSON.parse(await readFile(join(store, 'results', `${await idOf(config, 'B')}.json`), 'utf8'));
    await writeFile(record, (await readFile(record, 'utf8')).replace('"tries":1', '"tries":2'));
    await writeFile(join(store, blobKey(ofB.files.picture)), 'something else');
    await rm(join(config.out, 'letters'), { recursive: true });
    const { rendered, kept, records } = await makeAll(config);
    expect([rendered, kept]).toEqual([['A', 'B'], ['C']]);
    expect(notesOf(records)).toEqual([
      'What was kept of «A» is damaged; it is made again.',
      'What was kept of «B» is damaged; it is made again.',
    ]);
    expect(await bytesIn(config.out)).toEqual(before);
  });

  it('may lie outside of the output folder, for several of them', async () => {
    const folder = await scratchFolder();
    const shared = { characters: 'AB', schedule: { store: 'shared' } };
    const [one, other] = [
      smallConfig(folder, { ...shared, out: 'one' }),
      smallConfig(folder, { ...shared, out: 'other' }),
    ];
    await makeAll(one);
    expect(await makeAll(other)).toMatchObject({ rendered: [], kept: ['A', 'B'] });
    expect(await bytesIn(other.out)).toEqual(await bytesIn(one.out));
    expect(await readdir(join(folder, 'shared'))).toEqual(['blobs', 'results']);
  });
});

describe('an artwork that a letter is given by itself', () => {
  it('is kept by the runs that follow, until the letter is given its usual one again', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 4);
    const config = smallConfig(folder, { artworks: { from } });
    await makeAll(config);
    const before = await bytesIn(config.out);
    const own = join(from, '4.jpg');
    const letters = { B: { set: { artwork: [{ file: own, weight: 1 }] } } };
    expect(await makeAll(config, { only: ['B'], letters })).toMatchObject({ rendered: ['B'] });
    const artworkOf = async (letter: string): Promise<string | undefined> =>
      (await readManifest(config.out))!.letters.find(({ character }) => character === letter)?.artwork.file;
    expect(await artworkOf('B')).toBe(own);
    expect(await makeAll(config)).toMatchObject({ rendered: [], kept: ['A', 'B', 'C'] });
    expect(await artworkOf('B')).toBe(own);
    await makeAll(config, { only: ['B'], letters: { B: { set: {}, auto: true } } });
    expect(await artworkOf('B')).toBe(join(from, '2.jpg'));
    expect(await bytesIn(config.out)).toEqual(before);
  });
});

describe('the journal of a run folder', () => {
  it('may be damaged: its lines are passed over, which is said, and nothing is made again', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'AB' });
    await makeAll(config);
    const { journal } = runFolder(config.out);
    const lines = (await readFile(journal, 'utf8')).split('\n');
    lines[1] = lines[1]!.replace('"', '\u0000');
    await writeFile(journal, `${lines.join('\n')}{"at":"2026-`);
    const { rendered, records } = await makeAll(config);
    expect(rendered).toEqual([]);
    expect(notesOf(records)).toEqual([
      `The journal of ${config.out} is damaged in line 2, which is passed over; no letter is lost by that.`,
    ]);
  });
});

describe('two runs in one folder', () => {
  it('do not work at the same time: the second is told who does, or waits', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'AB' });
    await mkdir(config.out);
    const first = makeAlphabet(config);
    const records = first[Symbol.asyncIterator]();
    await records.next();
    const [refused, waited] = await Promise.all([
      makeAll(config).catch((error: unknown) => error),
      makeAll(config, { wait: true }),
      first.result,
    ]);
    expect(refused).toMatchObject({ code: 'output', retryable: true });
    expect(String(refused)).toContain(`process ${process.pid} on `);
    expect(waited).toMatchObject({ rendered: [], kept: ['A', 'B'] });
    expect(waited.records[0]).toMatchObject({ kind: 'waiting', pid: process.pid });
  });
});
