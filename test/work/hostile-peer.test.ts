import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pngBytes, runFolder } from '../../src/files/index.js';
import { makeAlphabet, startWorker, type WorkerEvent } from '../../src/index.js';
import { recipeId } from '../../src/plan/index.js';
import { queueFor, type RemotePicture, remotePicture } from '../../src/work/remote-picture.js';
import { readResult } from '../../src/work/results.js';
import { openRunStore } from '../../src/work/run-store.js';
import { sealWith } from '../../src/work/sealed.js';
import { openFolderStore } from '../../src/work/store/index.js';
import { commands, oddities, plausible, someHash, startHostileWorker } from '../support/hostile.js';
import { noRedis, startRedis, type TestRedis } from '../support/redis.js';
import { scratchFolder } from '../support/scratch.js';
import { makeAll, smallConfig } from '../support/small-alphabet.js';
import { smallJob } from '../support/small-job.js';

type Making = (right: Record<string, unknown>) => unknown;

const fields = [
  ...['job', 'sha256', 'seconds', 'evaluations', 'losses', 'lossCurve', 'legibility', 'found', 'tries'],
  ...['files', 'files.content', 'files.picture', 'files.frames', 'files.frames.0', 'losses.total'],
];

/** The right result with another value at a path. */
function changed(right: Record<string, unknown>, path: string, value: unknown): unknown {
  const copy = structuredClone(right);
  const keys = path.split('.');
  let at = copy as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1)!] = value;
  return { status: 'done', result: copy };
}

/** Answers of every kind; each must cost its letter and nothing else. */
const replies: [string, (right: Record<string, unknown>) => unknown][] = [
  ...oddities.map((odd, at): [string, () => unknown] => [`oddity ${at}`, () => odd]),
  ...fields.map((path, at): [string, Making] => [
    `${path} wrong`,
    (right) => changed(right, path, oddities[(3 * at + 5) % oddities.length]),
  ]),
  ...['job', 'files.content', 'files.picture', 'files.frames.0'].map((path): [string, Making] => [
    `${path} a path`,
    (right) => changed(right, path, '../../../../victim'),
  ]),
  ['a picture that nobody has', (right) => changed(right, 'files.picture', someHash)],
  ['another picture than it says', (right) => changed(right, 'sha256', someHash)],
  ['a field too many', (right) => changed(right, 'more', 1)],
  ['a prototype', () => JSON.parse('{"status":"done","__proto__":{"result":1}}')],
  ['cancelled by nobody', () => ({ status: 'cancelled' })],
  ['failed without an error', () => ({ status: 'failed' })],
  ['failed with no error', () => ({ status: 'failed', error: null })],
  ['failed with another error', () => ({ status: 'failed', error: { name: 1, message: [] } })],
  ['a code that is none', () => failure({ known: { code: 'root', retryable: true } })],
  ['a bug with a stack', () => failure({ stack: `TypeError: x\n    at ${commands} (evil.js:1:1)` })],
  ['a sentence with commandss', () => failure({ known: { code: 'artwork', retryable: false } })],
  ['a sentence without end', () => failure({ message: `${commands}${'x'.repeat(1e6)}` })],
  ['a cause of a cause', () => failure({ cause: nested(5000) })],
  ['thrown', () => Promise.reject(new Error(`no${commands}`))],
];

const failure = (changes: object): object => ({
  status: 'failed',
  error: { name: 'TypeError', message: `oh no${commands}`, ...changes },
});
const nested = (depth: number): object => {
  let cause: object = { name: 'Error', message: 'deep' };
  for (let at = 0; at < depth; at++) cause = { name: 'Error', message: 'less deep', cause };
  return cause;
};

const rmAll = (path: string): Promise<void> => rm(path, { recursive: true });

/** All that is in a folder, by name. */
const contents = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).sort();

describe.skipIf(noRedis)('a peer that answers what it likes', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis('everysec');
  });
  afterAll(() => redis.close());

  it('costs the letter that it answers for, with a sentence, and touches nothing', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'victim'), 'precious');
    const store = join(folder, 'shared');
    const picture = await pngBytes({ width: 32, height: 32, channels: 1, data: new Uint8Array(1024) });
    // Letters are made again for each.
    for (let at = 0; at < replies.length; at += 20) {
      const some = replies.slice(at, at + 20);
      const letters = [...'ABCDEFGHIJKLMNOPQRST'].slice(0, some.length);
      const peer = await startHostileWorker(redis.url, async (asked, job) => {
        await job.updateProgress({ kind: 'iteration', letter: asked.name, workRatio: -7, frame: commands });
        await job.updateProgress({ kind: 'done', letter: asked.name, file: '../../victim' });
        return some[letters.indexOf(asked.name)]![1](await plausible(asked, store, picture));
      });
      const config = smallConfig(folder, {
        characters: letters.join(''),
        out: `out-${at}`,
        schedule: { scheduler: 'redis', redis: redis.url, store: 'shared' },
      });
      const { rendered, failed, records } = await makeAll(config);
      await peer.close();
      expect({ rendered, failed: failed.map(({ letter }) => letter) }).toEqual({
        rendered: [],
        failed: expect.arrayContaining(letters),
      });
      for (const { message } of failed) {
        expect(message).not.toMatch(/\p{Cc}/u);
        expect(message.length).toBeLessThan(5000);
      }
      expect(records.filter(({ kind }) => kind === 'iteration' || kind === 'done')).toEqual([]);
    }
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('precious');
    expect((await contents(folder)).filter((name) => name.includes('evil'))).toEqual([]);
  });

  it('is named, and passed over where another worker is there', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, {
      characters: 'AB',
      schedule: { scheduler: 'redis', redis: redis.url, store: 'shared' },
    });
    const peer = await startHostileWorker(redis.url, () => ({ status: 'done', result: {} }));
    const { failed } = await makeAll(config, { only: ['A'] });
    expect(failed[0]!.message).toMatch(
      /^Expected a result, but what the worker evil\?]0;owned\?\?\[2J answers is none \(see «job»\)/,
    );
    let answers = 0;
    const worker: { close(): Promise<void> }[] = [];
    await peer.close();
    const once = await startHostileWorker(redis.url, async () => {
      answers++;
      // What is given out again is for the other one.
      await once.retire();
      worker.push(
        await startWorker({
          ...{ redis: redis.url, store: join(folder, 'shared'), concurrency: 1, encoders: ['compact'] },
        }),
      );
      return {};
    });
    expect(await makeAll(config, { only: ['B'] })).toMatchObject({ rendered: ['B'], failed: [] });
    expect(answers).toBe(1);
    for (const each of [...worker, once]) await each.close();
  });
});

/** Records of every kind for a job that is asked for. */
const records: [string, (right: string) => string | Uint8Array][] = [
  ...oddities.map((odd, at): [string, () => string] => [`oddity ${at}`, () => JSON.stringify(odd) ?? '']),
  ['no JSON', () => 'results'],
  ['nothing', () => ''],
  ['bytes', () => new Uint8Array(1000).fill(0xff)],
  ['half of it', (right) => right.slice(0, right.length / 2)],
  ['of another job', (right) => right.replace(/"job":"[0-9a-f]{64}"/, `"job":"${someHash}"`)],
  ['a path', (right) => right.replace(/"picture":"[0-9a-f]{64}"/, '"picture":"../../../../victim"')],
  ['a plain seal', (right) => right.replace(/"digest":"[0-9a-f]{64}"/, `"digest":"${someHash}"`)],
  ['no seal', (right) => right.replace(/,"digest":"[0-9a-f]{64}"/, '')],
];

describe('a peer that writes into the store', () => {
  it('has its records set aside, and the letter is made again', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'victim'), 'precious');
    const config = smallConfig(folder, { characters: 'A', schedule: { store: 'shared' } });
    await makeAll(config);
    const place = join(folder, 'shared');
    const [name] = await readdir(join(place, 'results'));
    const file = join(place, 'results', name!);
    const right = await readFile(file, 'utf8');
    const { store } = await openRunStore(config.schedule, runFolder(config.out));
    const files = { content: 'c', picture: 'p' };
    const job = { id: name!.slice(0, 64), files };
    for (const [kind, make] of records) {
      await writeFile(file, make(right));
      const damaged: string[] = [];
      const found = await readResult(store, job, () => damaged.push(kind));
      expect([found, damaged]).toEqual([undefined, [kind]]);
      expect(await contents(join(place, 'aside'))).toEqual(['results', `results/${name}`]);
      await rmAll(join(place, 'aside'));
    }
    await writeFile(file, right);
    expect(await readResult(store, job)).toMatchObject({ job: job.id });
    const stranger = openFolderStore(place, sealWith('the key of somebody else, 0123456789'));
    expect(await readResult(stranger, job)).toBeUndefined();
    expect(await makeAll({ ...config, out: join(folder, 'again') })).toMatchObject({ rendered: ['A'] });
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('precious');
  });

  it('has the pipes and folders that it lays there refused', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'A', schedule: { store: 'shared' } });
    await makeAll(config);
    const results = join(folder, 'shared/results');
    const [name] = await readdir(results);
    await rmAll(join(results, name!));
    await mkdir(join(results, name!));
    await expect(makeAlphabet({ ...config, out: join(folder, 'again') }).result).rejects.toMatchObject({
      code: 'output',
      message: expect.stringContaining('a folder stands where a file is needed'),
    });
  });
});

describe.skipIf(noRedis)('a worker that is given what is no job', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis('everysec');
  });
  afterAll(() => redis.close());

  it('gives it back with a sentence, makes nothing, and goes on to the next', async () => {
    const folder = await scratchFolder();
    const events: WorkerEvent[] = [];
    const worker = await startWorker({
      ...{ redis: redis.url, store: join(folder, 'shared'), concurrency: 1, encoders: ['compact'] },
      limitMegapixels: 0.02,
      onEvent: (event) => events.push(event),
    });
    const { job } = await smallJob(folder);
    const right = JSON.parse(JSON.stringify(remotePicture(job))) as RemotePicture;
    const withRecipe = (change: object): object => {
      const recipe = { ...right.recipe, ...change };
      return { ...right, id: recipeId(recipe as typeof right.recipe), recipe };
    };
    const transfer = (change: object): object =>
      withRecipe({ transfer: { ...right.recipe.transfer, ...change } });
    const jobs: unknown[] = [
      ...oddities,
      ...Object.keys(right).map((key, at) => ({ ...right, [key]: oddities[(at + 5) % oddities.length] })),
      { ...right, id: '../../victim' },
      { ...right, id: someHash },
      { ...right, names: { [someHash]: '../../victim' } },
      { ...right, names: { '../../victim': 'a.jpg' } },
      { ...right, names: {} },
      { ...right, set: [['A', { emRatio: 1e300, x: 0, y: 0 }]] },
      transfer({ sizePx: 20_000 }),
      transfer({ iterations: -3 }),
      transfer({ iterations: 1e9 }),
      transfer({ evaluationsPerIteration: 1e9 }),
      transfer({ start: '/etc/passwd\u0000' }),
      transfer({ found: { amount: 7 } }),
      transfer({ layerWeights: [0, 0, 0, 0] }),
      withRecipe({
        arrangement: { x: 0, y: 0, sizeRatio: 1, turnDegrees: 0, tiles: 1e6, background: '#ffffff' },
      }),
      withRecipe({ placement: { emRatio: 0, x: 0, y: 0 } }),
      withRecipe({ materials: { ink: [], ground: [] } }),
      withRecipe({ font: { sha256: '../../victim', axes: {} } }),
      withRecipe({ character: 'x'.repeat(1e5) }),
      withRecipe({ seed: -1 }),
      // In the right form, and too large for this worker.
      transfer({ sizePx: 400 }),
    ];
    const { Queue, QueueEvents } = await import('bullmq');
    const connection = { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null };
    const name = queueFor(job.recipe.engine);
    const queue = new Queue(name, { connection, prefix: 'abecedary' });
    const heard = new QueueEvents(name, { connection, prefix: 'abecedary' });
    await heard.waitUntilReady();
    const run = '11111111-1111-4111-8111-111111111111';
    for (const each of jobs) {
      const queued = await queue.add('job', { run, job: each }, { attempts: 1e6 });
      expect(await queued.waitUntilFinished(heard)).toMatchObject({
        status: 'failed',
        error: { name: 'AbecedaryError', message: expect.stringMatching(/^Expected .*\.$/) },
      });
    }
    for (const data of oddities.filter((odd) => odd !== null && odd !== '')) {
      const queued = await queue.add('job', data);
      expect(await queued.waitUntilFinished(heard)).toMatchObject({ status: 'failed' });
    }
    expect(jobs.length).toBeGreaterThan(35);
    expect(events.filter(({ kind }) => kind === 'done')).toEqual([]);
    expect(await contents(folder)).toEqual([]);
    await Promise.all([queue.close(), heard.close(), worker.close()]);
  });
});
