import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runFolder } from '../../src/files/index.js';
import { type AlphabetConfigInput, readRunStatus } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

async function smallRun(changes: AlphabetConfigInput = {}) {
  const folder = await scratchFolder();
  // Fewer artworks than letters: B and C share one, and so do parts of it.
  const from = await copyArtworks(folder, 2);
  const config = smallConfig(folder, { artworks: { from }, preset: 'found', ...changes });
  return { config, from };
}

it('a letter with settings of its own keeps them in later runs, and no other letter changes', async () => {
  const { config, from } = await smallRun();
  await makeAll(config);
  const first = await lettersIn(config.out);
  const set = { artwork: [{ file: join(from, '2.jpg'), weight: 1 }], contrast: 0.9, place: { next: 1 } };
  const made = await makeAll(config, { only: ['A'], letters: { A: { set } } });
  expect(made.rendered).toEqual(['A']);
  const plan = made.records.find((record) => record.kind === 'plan');
  expect(plan?.notes.join()).toContain('«A» has of its own from now on: 2.jpg, contrast 0.9');
  const second = await lettersIn(config.out);
  expect(second).toEqual({ ...first, 'A.png': expect.not.stringMatching(first['A.png']!) });
  expect(await makeAll(config)).toMatchObject({ rendered: [], kept: ['A', 'B', 'C'] });
  expect(await lettersIn(config.out)).toEqual(second);
});

it('a step back brings the letter before, and a step forth the one after, and nothing is painted for it', async () => {
  const { config } = await smallRun({ characters: 'AB' });
  await makeAll(config);
  const states = [await lettersIn(config.out)];
  for (const contrast of [0.2, 0.9]) {
    await makeAll(config, { only: ['A'], letters: { A: { set: { contrast } } } });
    states.push(await lettersIn(config.out));
  }
  expect(new Set(states.map((letters) => letters['A.png'])).size).toBe(3);
  const step = async (way: 'undo' | 'redo') => {
    expect(await makeAll(config, { only: ['A'], letters: { A: { step: way } } })).toMatchObject({
      rendered: [],
      kept: ['A'],
    });
    return lettersIn(config.out);
  };
  expect(await step('undo')).toEqual(states[1]);
  expect(await step('undo')).toEqual(states[0]);
  await expect(step('undo')).rejects.toThrow('Expected a change of «A» to take back, got none');
  expect(await step('redo')).toEqual(states[1]);
  const back = await makeAll(config, { only: ['A'], letters: { A: { set: {}, auto: true } } });
  expect([back.rendered, await lettersIn(config.out)]).toEqual([[], states[0]]);
});

it('a locked letter stays as it is whatever is changed, until its lock is taken off', async () => {
  const { config } = await smallRun({ characters: 'AB' });
  await makeAll(config);
  const first = await lettersIn(config.out);
  await makeAll(config, { only: ['A'], letters: { A: { set: { lock: true } } } });
  const other = { ...config, seed: 5, transfer: { ...config.transfer, contrast: 1 } };
  expect(await makeAll(other, { force: true })).toMatchObject({ rendered: ['B'], kept: ['A'] });
  const second = await lettersIn(config.out);
  expect([second['A.png'], second['B.png'] === first['B.png']]).toEqual([first['A.png'], false]);
  expect((await readRunStatus(other)).letters[0]).toMatchObject({ state: 'current', locked: true });
  const change = { only: ['A'], letters: { A: { set: { seed: 9 } } } };
  await expect(makeAll(other, change)).rejects.toThrow('which is locked; take the lock off first');
  const unlocked = { only: ['A'], letters: { A: { set: { lock: false } } } };
  expect(await makeAll(other, unlocked)).toMatchObject({ rendered: ['A'] });
});

it('are checked where they are read, and the artworks of earlier versions are taken over', async () => {
  const { config, from } = await smallRun({ characters: 'AB' });
  await makeAll(config);
  const { own, letters } = runFolder(config.out);
  await writeFile(join(own, 'pairings.json'), JSON.stringify({ A: join(from, '2.jpg') }));
  const { letters: states } = await readRunStatus(config);
  expect(states.map(({ artwork }) => artwork)).toEqual([join(from, '2.jpg'), join(from, '2.jpg')]);
  await writeFile(letters, '{"A":{"states":[{"sead":1}],"at":0}}');
  await expect(readRunStatus(config)).rejects.toThrow('got a damaged file; remove it');
});
