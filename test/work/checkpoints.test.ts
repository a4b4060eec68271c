import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AlphabetConfigInput, Progress } from '../../src/index.js';
import { createPainter } from '../../src/paint/index.js';
import type { PictureJob } from '../../src/plan/index.js';
import { paintKept } from '../../src/work/kept-paint.js';
import type { KeptPicture } from '../../src/work/results.js';
import { openFolderStore } from '../../src/work/store/index.js';
import { scratchFolder } from '../support/scratch.js';
import { smallJob, smallPage } from '../support/small-job.js';

const painter = createPainter();
afterAll(() => painter.close());

/** A letter that is found. */
const foundJob = (folder: string) => smallJob(folder, foundChanges);

class Killed extends Error {}

/** Two scales, and a second attempt that is always made. */
const changes: AlphabetConfigInput = {
  transfer: { sizePx: 160, iterations: 3, evaluationsPerIteration: 2, secondTryBelow: 1 },
};

/** Found in its artwork: one iteration in which it grows, three at the full size. */
const foundChanges: AlphabetConfigInput = {
  ...changes,
  preset: 'found',
  transfer: { sizePx: 160, iterations: 4 },
};

/** Renders until `isTime`, where it breaks off as a kill would. Returns the numbers of the iterations it made. */
async function attempt(
  folder: string,
  isTime: (iteration: number) => boolean,
  plan: (folder: string, changes: AlphabetConfigInput) => Promise<{ readonly job: PictureJob }> = smallJob,
): Promise<{ iterations: number[]; kept?: KeptPicture }> {
  const { job } = await plan(folder, changes);
  const iterations: number[] = [];
  const report = (record: Progress): void => {
    if (record.kind !== 'iteration') return;
    iterations.push(record.iteration);
    if (isTime(iterations.length)) throw new Killed();
  };
  const place = { job, store: openFolderStore(join(folder, 'store')), scratch: join(folder, 'scratch') };
  try {
    return { iterations, kept: await paintKept(place, painter, report) };
  } catch (error) {
    if (error instanceof Killed) return { iterations };
    throw error;
  }
}

const never = (): boolean => false;
const timeless = ({ seconds: _, ...kept }: KeptPicture): object => kept;

describe('a letter that was broken off', () => {
  it('goes on from its last scale, in either attempt, to the same bytes and frames', async () => {
    const whole = await attempt(await scratchFolder(), never);
    expect(whole.iterations).toEqual([1, 2, 3, 1, 2, 3]);
    expect(whole.kept).toMatchObject({ tries: 2 });
    const rests: number[][] = [];
    for (const at of [2, 3, 4, 6]) {
      const folder = await scratchFolder();
      await attempt(folder, (iteration) => iteration === at);
      const rest = await attempt(folder, never);
      expect(timeless(rest.kept!)).toEqual(timeless(whole.kept!));
      rests.push(rest.iterations);
      expect(await readdir(join(folder, 'store/checkpoints'))).toEqual([]);
      expect(await readdir(folder)).not.toContain('scratch');
    }
    // Two iterations at the coarse scale, one at the full size.
    expect(rests).toEqual([[1, 2, 3, 1, 2, 3], [3, 1, 2, 3], [1, 2, 3], [3]]);
  });

  it('begins anew where it is found in its artwork, at one scale, and ends the same', async () => {
    const whole = await attempt(await scratchFolder(), never, foundJob);
    expect(whole.iterations).toEqual([1, 2, 3, 4]);
    expect(whole.kept!.found).toMatchObject({ ink: { sideRatio: expect.any(Number) } });
    const folder = await scratchFolder();
    await attempt(folder, (iteration) => iteration === 3, foundJob);
    const again = await attempt(folder, never, foundJob);
    expect(again.iterations).toEqual([1, 2, 3, 4]);
    expect(timeless(again.kept!)).toEqual(timeless(whole.kept!));
  });

  it('may be broken off again and again', async () => {
    const whole = await attempt(await scratchFolder(), never);
    const folder = await scratchFolder();
    let last = await attempt(folder, (iteration) => iteration === 3);
    for (let kills = 1; last.kept === undefined && kills < 10; kills++) {
      last = await attempt(folder, (iteration) => iteration === 3);
    }
    expect(timeless(last.kept!)).toEqual(timeless(whole.kept!));
  });

  it.each(['checkpoints', 'blobs'])('starts anew where the %s are damaged', async (part) => {
    const whole = await attempt(await scratchFolder(), never);
    const folder = await scratchFolder();
    await attempt(folder, (iteration) => iteration === 3);
    const store = join(folder, 'store', part);
    for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const bytes = await readFile(file);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(file, bytes);
    }
    const { iterations, kept } = await attempt(folder, never);
    expect(iterations).toEqual([1, 2, 3, 1, 2, 3]);
    expect(timeless(kept!)).toEqual(timeless(whole.kept!));
  });

  it('starts anew where what was kept has the right form and cannot be gone on from', async () => {
    const whole = await attempt(await scratchFolder(), never);
    const folder = await scratchFolder();
    await attempt(folder, (iteration) => iteration === 3);
    const store = openFolderStore(join(folder, 'store'));
    const [name] = await readdir(join(folder, 'store/checkpoints'));
    const key = `checkpoints/${name}`;
    const record = store.seal.open(key, (await store.readRecord(key))!) as { scale: { scale: number } };
    const beyond = { ...record, scale: { ...record.scale, scale: 99 } };
    await store.writeRecord(key, store.seal.close(key, beyond));
    const { kept } = await attempt(folder, never);
    expect(timeless(kept!)).toEqual(timeless(whole.kept!));
    expect(await readdir(join(folder, 'store/aside/checkpoints'))).toEqual([name]);
  });

  it('is not rendered where another has kept it meanwhile', async () => {
    const folder = await scratchFolder();
    const { kept } = await attempt(folder, never);
    expect(await attempt(folder, never)).toEqual({ iterations: [], kept });
  });
});

describe('a page of text that was broken off', () => {
  it('goes on from its first scale, to the same bytes and frames', async () => {
    const whole = await attempt(await scratchFolder(), never, smallPage);
    expect(whole.iterations).toEqual([1, 2, 3, 1, 2, 3]);
    const folder = await scratchFolder();
    expect(await attempt(folder, (iteration) => iteration === 3, smallPage)).toEqual({
      iterations: [1, 2, 3],
    });
    const rest = await attempt(folder, never, smallPage);
    expect(rest.iterations).toEqual([3, 1, 2, 3]);
    expect(timeless(rest.kept!)).toEqual(timeless(whole.kept!));
    expect(whole.kept!.files.frames).toHaveLength(3);
  });
});
