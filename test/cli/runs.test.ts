import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeStatus } from '../../src/cli/status.js';
import { readManifest } from '../../src/files/index.js';
import { noRedis, startRedis, type TestRedis } from '../support/redis.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, filesIn, lettersIn } from '../support/small-alphabet.js';
import { abecedary, start } from './support.js';

const quick = ['--characters', 'ABC', '--size', '32', '--iterations', '1', '--workers', '1'];

describe('abecedary status and clean', () => {
  it('say so where there is nothing yet', async () => {
    const folder = await scratchFolder();
    await copyArtworks(folder, 3);
    const args = [...quick, '--styles', 'art'];
    expect((await abecedary(['status', ...args], folder)).stdout).toBe(
      'There is no run at out yet; abecedary alphabet --out out makes one.\n',
    );
    expect(await abecedary(['clean', '--dry-run'], folder)).toMatchObject({
      code: 0,
      stdout: 'would remove 0 results, 0 checkpoints, 0 pictures, 0 leftovers: 0.0 MB\n',
    });
    expect((await filesIn(join(folder, 'out')).catch(() => new Map())).size).toBe(0);
  });

  it('name each letter, who is at work, and what goes on', () => {
    const letter = {
      artwork: '/a/sea.jpg',
      locked: false,
      inWork: false,
      checkpoint: false,
      failure: undefined,
    };
    const holder = { pid: 7, host: 'here', started: '', token: '', since: 'noon', alive: true };
    const status = {
      out: '/o',
      isThere: true,
      letters: [
        { ...letter, letter: 'A', state: 'current' as const },
        { ...letter, letter: 'B', state: 'missing' as const, artwork: '/a/hay.jpg', inWork: true },
        { ...letter, letter: 'C', state: 'outdated' as const, checkpoint: true, failure: 'No sea.' },
      ],
      holder,
      notes: [],
      journalFaults: [3],
    };
    expect(describeStatus(status).split('\n')).toEqual([
      'A  current   sea.jpg',
      'B  missing   hay.jpg  in work',
      'C  outdated  sea.jpg  goes on from a checkpoint; failed: No sea.',
      'process 7 on here works here since noon',
      'damaged lines of the journal: 3',
      '/o: 1 current, 1 outdated, 1 missing',
      'outdated  made with other settings, and made again by the next run',
      'missing   made by the next run',
    ]);
    expect(describeStatus({ ...status, holder: { ...holder, alive: false } })).toContain(
      'process 7 on here was ended here; the next run goes on',
    );
  });
});

describe('abecedary letter --style', () => {
  it('gives a letter another artwork, which the next alphabet keeps, and takes it back', async () => {
    const folder = await scratchFolder();
    await copyArtworks(folder, 4);
    const args = [...quick, '--styles', 'art'];
    await abecedary(['alphabet', ...args], folder);
    const before = await filesIn(join(folder, 'out'));
    expect(await abecedary(['letter', 'B', ...args, '--style', 'art/4.jpg'], folder)).toMatchObject({
      code: 0,
    });
    const { stdout } = await abecedary(['alphabet', ...args], folder);
    expect(stdout).toMatch(/(?:^|\n)0 letters to make, 3 kept; /);
    const letters = (await readManifest(join(folder, 'out')))!.letters;
    expect(letters.map(({ artwork }) => artwork.file)).toEqual(
      ['1', '4', '3'].map((name) => join(folder, `art/${name}.jpg`)),
    );
    await abecedary(['letter', 'B', ...args, '--style', 'auto'], folder);
    const after = await filesIn(join(folder, 'out'));
    for (const [name, { bytes }] of before) {
      if (!['manifest.json', 'report.html'].includes(name))
        expect([name, after.get(name)!.bytes.equals(bytes)]).toEqual([name, true]);
    }
  });

  it('says so where there is no such artwork, and changes nothing', async () => {
    const folder = await scratchFolder();
    const { code, stderr } = await abecedary(['letter', 'B', ...quick, '--style', 'nowhere.jpg'], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^abecedary: Expected to read .*nowhere\.jpg, but it does not exist; .*\.\n$/);
    expect((await filesIn(folder)).size).toBe(0);
  });
});

describe.skipIf(noRedis)('abecedary worker', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it('makes the letters of a run elsewhere, says when it is ready, and finishes at SIGTERM', async () => {
    const folder = await scratchFolder();
    const place = ['--redis', redis.url, '--store', 'shared'];
    const args = ['worker', ...place, '--encoder', 'compact', '--concurrency', '1', '--ready-file', 'ready'];
    const worker = start('src/cli/main.ts', args, folder);
    onTestFinished(() => void worker.child.kill('SIGKILL'));
    await worker.said('ready: onnxruntime cpu');
    expect(await readFile(join(folder, 'ready'), 'utf8')).toBe(`${worker.child.pid}\n`);
    const run = await abecedary(['alphabet', ...quick, '--scheduler', 'redis', ...place], folder);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^3 letters to make; 1 iterations each, by the workers of the Redis, /m);
    expect(Object.keys(await lettersIn(join(folder, 'out')))).toEqual(['A.png', 'B.png', 'C.png']);
    worker.child.kill('SIGTERM');
    const ended = await worker.ended;
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/finishing the letters at work\n$/);
    await expect(readFile(join(folder, 'ready'))).rejects.toThrow('ENOENT');
  });
});

describe('abecedary worker without a Redis', () => {
  it('says so in a sentence', async () => {
    const args = ['worker', '--redis', 'redis://127.0.0.1:1', '--store', 'shared', '--encoder', 'compact'];
    const { code, stderr } = await abecedary(args, await scratchFolder());
    expect(code).toBe(1);
    expect(stderr).toMatch(/^abecedary: Expected a Redis at redis:\/\/127\.0\.0\.1:1, but .*\.\n$/);
  });
});
