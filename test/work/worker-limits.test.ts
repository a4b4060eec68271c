import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeAlphabet, startWorker } from '../../src/index.js';
import { openInputCache } from '../../src/work/input-cache.js';
import { openFolderStore } from '../../src/work/store/index.js';
import { givenStoreKey, ownStoreKey } from '../../src/work/store-key.js';
import { openWorkerFolder } from '../../src/work/worker-folder.js';
import { noRedis, startRedis } from '../support/redis.js';
import { scratchFolder } from '../support/scratch.js';
import { smallConfig } from '../support/small-alphabet.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the ingredients that a worker keeps', () => {
  it('are one file however many names they have', async () => {
    const folder = await scratchFolder();
    const store = openFolderStore(join(folder, 'store'));
    const sha256 = await store.keepBytes(bytes('an artwork'));
    const cache = openInputCache(store, join(folder, 'cache'), 1000);
    for (let at = 0; at < 50; at++)
      expect(await cache.place(sha256, join(folder, 'jobs', String(at), 'a.jpg'))).toBe(true);
    expect(await readdir(join(folder, 'cache'))).toEqual([sha256]);
    const [first, last] = await Promise.all(['0', '49'].map((at) => stat(join(folder, 'jobs', at, 'a.jpg'))));
    expect(first!.ino).toBe(last!.ino);
  });

  it('are no more than so many bytes: what was asked for longest ago goes, and jobs at work keep it', async () => {
    const folder = await scratchFolder();
    const store = openFolderStore(join(folder, 'store'));
    const cache = openInputCache(store, join(folder, 'cache'), 25);
    const hashes: string[] = [];
    for (const text of ['0123456789', 'abcdefghij', 'ABCDEFGHIJ']) {
      const sha256 = await store.keepBytes(bytes(text));
      hashes.push(sha256);
      await cache.place(sha256, join(folder, 'job', text));
      await cache.place(hashes[0]!, join(folder, 'job', `${text} too`));
    }
    expect((await readdir(join(folder, 'cache'))).sort()).toEqual([hashes[0], hashes[2]].sort());
    expect(await readFile(join(folder, 'job', 'abcdefghij'), 'utf8')).toBe('abcdefghij');
    expect(await cache.place(hashes[1]!, join(folder, 'job', 'again'))).toBe(true);
  });

  it('are none where the store has none', async () => {
    const folder = await scratchFolder();
    const cache = openInputCache(openFolderStore(join(folder, 'store')), join(folder, 'cache'), 1000);
    expect(await cache.place('a'.repeat(64), join(folder, 'job', 'a'))).toBe(false);
  });
});

describe('the folder of a worker', () => {
  it('is a new one, and those of workers that are no more are removed', async () => {
    const folder = await scratchFolder();
    const left = join(folder, 'abecedary-worker-left');
    await mkdir(join(left, 'jobs'), { recursive: true });
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(join(left, 'owner.json'), JSON.stringify({ pid, host: hostname(), started: 'x' }));
    const others = ['abecedary-worker-elsewhere', 'abecedary-worker-odd', 'somebody'];
    for (const name of others) await mkdir(join(folder, name));
    const elsewhere = JSON.stringify({ pid, host: 'another machine', started: 'x' });
    await writeFile(join(folder, others[0]!, 'owner.json'), elsewhere);
    await writeFile(join(folder, others[1]!, 'owner.json'), '{"pid":-1}');
    const [one, two] = [await openWorkerFolder(folder), await openWorkerFolder(folder)];
    expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual(
      [one, two, ...others.map((name) => join(folder, name))].sort(),
    );
  });
});

describe.skipIf(noRedis)('a worker whose letter is given up by its run', () => {
  it('keeps nothing of it in its folder, and no folder when it ends', async () => {
    const folder = await scratchFolder();
    const temporary = join(folder, 'temporary');
    await mkdir(temporary);
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const redis = await startRedis('everysec');
    onTestFinished(() => redis.close());
    const store = join(folder, 'shared');
    const stop = new AbortController();
    const events = new EventEmitter();
    const ended = once(events, 'failed');
    const worker = await startWorker({
      ...{ redis: redis.url, store, concurrency: 1 },
      onEvent: ({ kind }) => void events.emit(kind),
    });
    const [name] = (await readdir(temporary)).filter((each) => each.startsWith('abecedary-worker-'));
    const config = smallConfig(folder, {
      characters: 'A',
      transfer: { sizePx: 160, iterations: 50, evaluationsPerIteration: 20 },
      schedule: { scheduler: 'redis', redis: redis.url, store },
    });
    const run = makeAlphabet(config, { signal: stop.signal });
    let jobs: string[] = [];
    for await (const record of run) {
      if (record.kind !== 'iteration') continue;
      jobs = await readdir(join(temporary, name!, 'jobs'));
      stop.abort();
    }
    await expect(run.result).rejects.toMatchObject({ code: 'aborted' });
    expect(jobs).toEqual(['0']);
    await ended;
    expect(await readdir(join(temporary, name!, 'jobs'))).toEqual([]);
    await worker.close();
    expect(await readdir(temporary)).not.toContain(name);
  });
});

describe('the key of a store', () => {
  const secret = 'x'.repeat(32);

  it('is that of a file, else of the environment', async () => {
    const folder = await scratchFolder();
    const file = join(folder, 'key');
    await writeFile(file, `${secret}\n`);
    const env = { ABECEDARY_STORE_KEY: 'y'.repeat(40) };
    expect(await givenStoreKey(file, { env })).toBe(secret);
    expect(await givenStoreKey(undefined, { env })).toBe('y'.repeat(40));
    expect(await givenStoreKey(undefined, { env: {} })).toBeUndefined();
  });

  it('is refused where it cannot be read, or is no secret', async () => {
    const folder = await scratchFolder();
    await expect(givenStoreKey(join(folder, 'none'))).rejects.toThrow(
      /^Expected the key of a store in .*«openssl/,
    );
    await expect(givenStoreKey(folder)).rejects.toThrow('a folder stands where a file is needed');
    await expect(givenStoreKey(undefined, { env: { ABECEDARY_STORE_KEY: 'abc' } })).rejects.toThrow(
      'Expected a key of at least 32 characters in ABECEDARY_STORE_KEY, got 3; write one with «openssl rand -hex 32».',
    );
  });

  it('is made once for a user, who alone may read it', async () => {
    const home = await scratchFolder();
    const surroundings = { platform: 'linux' as const, home, env: {} };
    expect(await ownStoreKey({ make: false }, surroundings)).toBeUndefined();
    const made = await Promise.all([1, 2, 3].map(() => ownStoreKey({ make: true }, surroundings)));
    expect(new Set(made).size).toBe(1);
    expect(made[0]).toMatch(/^[0-9a-f]{64}$/);
    const { mode } = await stat(join(home, '.config/abecedary/store.key'));
    expect(mode & 0o777).toBe(0o600);
    expect(await ownStoreKey({ make: false }, surroundings)).toBe(made[0]);
  });

  it('is none where none can be kept', async () => {
    const surroundings = { platform: 'linux' as const, home: '/proc/nowhere', env: {} };
    expect(await ownStoreKey({ make: true }, surroundings)).toBeUndefined();
  });
});
