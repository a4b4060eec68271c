import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { lockRun, runFolder } from '../../src/files/index.js';
import { type AlphabetConfig, cleanRun, makeAlphabet, readRunStatus } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

const statesOf = async (config: AlphabetConfig): Promise<string[]> =>
  (await readRunStatus(config)).letters.map(({ state }) => state);

describe('the state of a run', () => {
  it('tells letters apart that are current, kept, outdated, failed and missing, and cleaning leaves what is needed', async () => {
    const folder = await scratchFolder();
    const from = await copyArtworks(folder, 4);
    // A broken artwork is given to no letter but one that it is set for.
    const letters = { C: join(from, '3.jpg') };
    const one = smallConfig(folder, { artworks: { from }, letters });
    const other = smallConfig(folder, { artworks: { from }, letters, seed: 2 });
    await makeAll(other, { only: ['A', 'B'] });
    const whole = await readFile(join(from, '3.jpg'));
    await writeFile(join(from, '3.jpg'), whole.subarray(0, 20_000));
    await makeAll(one, { only: ['A', 'C'] });
    expect(await statesOf(one)).toEqual(['current', 'outdated', 'missing']);
    expect(await statesOf(other)).toEqual(['kept', 'current', 'missing']);
    const { letters: now, holder } = await readRunStatus(one);
    expect(now[2]!.failure).toMatch(/^Expected a picture /);
    expect(holder).toBeUndefined();

    const before = await lettersIn(one.out);
    const planned = await cleanRun(one.out, { dryRun: true });
    // A of the other seed: its letter and its frame; the content is the same. C was begun.
    expect(planned).toMatchObject({ results: 1, checkpoints: 0, pictures: 2, leftovers: 1 });
    expect(planned.bytes).toBeGreaterThan(0);
    expect(await statesOf(other)).toEqual(['kept', 'current', 'missing']);
    expect(await cleanRun(one.out)).toEqual(planned);
    expect(await cleanRun(one.out)).toMatchObject({ results: 0, pictures: 0, leftovers: 0, bytes: 0 });
    expect(await lettersIn(one.out)).toEqual(before);
    expect(await statesOf(other)).toEqual(['outdated', 'current', 'missing']);
    await writeFile(join(from, '3.jpg'), whole);
    expect(await makeAll(one)).toMatchObject({ rendered: ['B', 'C'], kept: ['A'] });
  });

  it('is looked at without a change, with another key even', async () => {
    const config = smallConfig(await scratchFolder(), { characters: 'A' });
    await makeAll(config);
    await rm(runFolder(config.out).manifest);
    expect(await statesOf(config)).toEqual(['kept']);
    vi.stubEnv('ABECEDARY_STORE_KEY', 'the key of somebody else, 0123456789');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await statesOf(config)).toEqual(['missing']);
    vi.unstubAllEnvs();
    expect(await statesOf(config)).toEqual(['kept']);
  });

  it('names the letter in work and who works on it, and cannot be cleaned meanwhile', async () => {
    const config = smallConfig(await scratchFolder(), { characters: 'AB', transfer: { iterations: 3 } });
    const run = makeAlphabet(config);
    let seen = false;
    for await (const record of run) {
      if (record.kind !== 'iteration' || seen) continue;
      seen = true;
      run.pause();
      const { letters, holder } = await readRunStatus(config);
      expect(holder).toMatchObject({ pid: process.pid, alive: true });
      expect(letters[1]).toMatchObject({ letter: 'B', inWork: false });
      await expect(cleanRun(config.out)).rejects.toMatchObject({ code: 'output' });
      run.resume();
    }
    expect(await run.result).toMatchObject({ rendered: ['A', 'B'] });
  });

  it('tells of a process that is dead, and of damaged lines', async () => {
    const config = smallConfig(await scratchFolder(), { characters: 'A' });
    await makeAll(config);
    const { lock, journal } = runFolder(config.out);
    const held = await lockRun(config.out);
    await copyFile(lock, `${lock}.copy`);
    await held.release();
    await mkdir(join(config.out, '.abecedary'), { recursive: true });
    const left = JSON.parse(await readFile(`${lock}.copy`, 'utf8'));
    await writeFile(lock, JSON.stringify({ ...left, started: 'another boot 1' }));
    await writeFile(journal, `nonsense\n${await readFile(journal, 'utf8')}`);
    expect(await readRunStatus(config)).toMatchObject({ holder: { alive: false }, journalFaults: [1] });
  });
});

describe('a run', () => {
  it('makes the letter first that is preferred, and no other while it pauses', async () => {
    const config = smallConfig(await scratchFolder(), { characters: 'ABCD' });
    const run = makeAlphabet(config);
    const order: string[] = [];
    for await (const record of run) {
      if (record.kind === 'plan') run.prefer('D');
      if (record.kind === 'started') order.push(record.letter);
    }
    await run.result;
    expect(order[0] === 'D' || order[1] === 'D').toBe(true);
    expect(order).toHaveLength(4);
  });
});
