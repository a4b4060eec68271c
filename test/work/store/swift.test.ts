import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startWorker } from '../../../src/index.js';
import { readResult } from '../../../src/work/results.js';
import { sealWith } from '../../../src/work/sealed.js';
import { openBucketStore } from '../../../src/work/store/bucket.js';
import { blobKey, recordKey, type Store } from '../../../src/work/store/contract.js';
import { noRedis, startRedis } from '../../support/redis.js';
import { scratchFolder } from '../../support/scratch.js';
import { bytesIn, makeAll, smallConfig } from '../../support/small-alphabet.js';
import { noSwift, type Swift, startSwift } from '../../support/swift.js';

const bytes = (from: string | Uint8Array): Uint8Array => Buffer.from(from);
const text = (from: Uint8Array | undefined): string | undefined => from && Buffer.from(from).toString();
const hash = (from: string): string => createHash('sha256').update(from).digest('hex');

describe.skipIf(noSwift)('a bucket of a real service', () => {
  let swift: Swift;
  beforeAll(async () => {
    swift = await startSwift('letters');
  });
  afterAll(() => swift?.close());
  const open = (prefix: string, changes = {}): Store =>
    openBucketStore({ bucket: 'letters', prefix, ...swift.access, endpoint: swift.endpoint, ...changes });

  /** As runs and workers are given it, until the test ends. */
  const openToEnvironment = (): void => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', swift.access.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', swift.access.secretAccessKey);
    vi.stubEnv('AWS_REGION', swift.access.region);
    vi.stubEnv('AWS_ENDPOINT_URL', swift.endpoint);
    onTestFinished(() => void vi.unstubAllEnvs());
  };

  it('keeps records and blobs, and gives them back', async () => {
    const store = open('round');
    expect(await store.readRecord('results/a.json')).toBeUndefined();
    expect(await store.writeRecord('results/a.json', bytes('new'))).toBe(true);
    expect(await store.writeRecord('results/a.json', bytes('newer'))).toBe(true);
    expect(text(await store.readRecord('results/a.json'))).toBe('newer');
    expect(await swift.object('round/results/a.json')).toBe('newer');
    for (const _ of ['once', 'again']) await store.removeRecord('results/a.json');
    expect(await store.readRecord('results/a.json')).toBeUndefined();

    const folder = await scratchFolder();
    const large = Buffer.alloc(3_000_000, 'ink and paper ');
    await writeFile(join(folder, 'in'), large);
    const sha256 = await store.keepFile(join(folder, 'in'));
    expect([await store.hasBlob(sha256), await store.hasBlob(hash('none'))]).toEqual([true, false]);
    expect(await store.placeBlob(sha256, join(folder, 'out'))).toBe(true);
    expect((await readFile(join(folder, 'out'))).equals(large)).toBe(true);
    await store.removeBlob(sha256);
    expect(await store.readBlob(sha256)).toBeUndefined();
  });

  it('keeps what came first, though the service knows no conditional writes', async () => {
    const store = open('first');
    const write = (word: string): Promise<boolean> =>
      store.writeRecord('results/a.json', bytes(word), { first: true });
    expect(await write('one')).toBe(true);
    expect(await write('two')).toBe(false);
    expect(text(await store.readRecord('results/a.json'))).toBe('one');
    const words = ['three', 'four', 'five'];
    const firsts = await Promise.all(
      words.map((word) => store.writeRecord('results/b.json', bytes(word), { first: true })),
    );
    expect(firsts).toContain(true);
    expect(words).toContain(text(await store.readRecord('results/b.json')));
  });

  it('sets aside a record whose seal does not fit, and a blob that is another', async () => {
    const id = hash('job');
    const key = recordKey('results', id);
    const store = open('aside', { seal: sealWith('a secret of the test') });
    const forged = text(sealWith('a guess').close(key, { job: id }))!;
    await swift.putObject(`aside/${key}`, forged);
    let damaged = 0;
    const job = { id, files: { content: '', picture: '' } };
    expect(await readResult(store, job, () => damaged++)).toBeUndefined();
    expect(damaged).toBe(1);
    expect(await swift.object(`aside/${key}`)).toBeUndefined();
    expect(await swift.object(`aside/aside/${key}`)).toBe(forged);

    const blob = blobKey(await store.keepBytes(bytes('ink')));
    await swift.putObject(`aside/${blob}`, 'imp');
    expect(await store.readBlob(hash('ink'))).toBeUndefined();
    expect([await store.hasBlob(hash('ink')), await swift.object(`aside/aside/${blob}`)]).toEqual([
      false,
      'imp',
    ]);
  });

  it('refuses a wrong secret and a bucket that is not there in a sentence', async () => {
    const sentence = (place: string, why: string): object => ({
      code: 'output',
      message: `Expected to reach ${place} (a), but ${why}; check the address, the bucket and its credentials.`,
    });
    const refused = sentence('s3://letters/p', 'the service answers 403');
    await expect(open('p', { secretAccessKey: 'guess' }).readRecord('a')).rejects.toMatchObject(refused);
    const stranger = open('p', { accessKeyId: 'test:nobody' });
    await expect(stranger.writeRecord('a', bytes('x'))).rejects.toMatchObject(refused);
    const nowhere = open('p', { bucket: 'nowhere' });
    const missing = sentence('s3://nowhere/p', 'there is no such bucket');
    await expect(nowhere.readRecord('a')).rejects.toMatchObject(missing);
    await expect(nowhere.writeRecord('a', bytes('x'))).rejects.toMatchObject(missing);
  });

  it.skipIf(noRedis)('is told of by a worker before it takes a letter', async () => {
    const redis = await startRedis('everysec');
    onTestFinished(() => redis.close());
    openToEnvironment();
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'guess');
    await expect(startWorker({ redis: redis.url, store: 's3://letters/runs' })).rejects.toThrow(
      'but the service answers 403;',
    );
  });

  it.skipIf(noRedis)('carries letters from a worker to runs, with the bytes of local ones', async () => {
    openToEnvironment();
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const folder = await scratchFolder();
    const local = smallConfig(folder, { characters: 'AB', out: 'local' });
    await makeAll(local);
    const schedule = { scheduler: 'redis', redis: redis.url, store: 's3://letters/runs' } as const;
    const worker = await startWorker({ redis: redis.url, store: schedule.store });
    const remote = smallConfig(folder, { characters: 'AB', out: 'remote', schedule });
    expect(await makeAll(remote)).toMatchObject({ failed: [] });
    expect(await bytesIn(remote.out)).toEqual(await bytesIn(local.out));
    await worker.close();
    const elsewhere = smallConfig(folder, { characters: 'AB', out: 'elsewhere', schedule });
    expect(await makeAll(elsewhere)).toMatchObject({ rendered: [], kept: ['A', 'B'] });
    expect(await bytesIn(elsewhere.out)).toEqual(await bytesIn(local.out));
  });
});
