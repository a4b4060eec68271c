import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBucketStore } from '../../../src/work/store/bucket.js';
import { blobKey } from '../../../src/work/store/contract.js';
import { openFolderStore, openStore, type Store } from '../../../src/work/store/index.js';
import { type Bucket, startBucket } from '../../support/bucket.js';
import { scratchFolder } from '../../support/scratch.js';

let bucket: Bucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.close());

/** A store in the bucket, whose service is asked again at once. */
const openBucket = (prefix: string, changes = {}): Store =>
  openBucketStore({
    bucket: 'letters',
    prefix,
    ...bucket.access,
    endpoint: bucket.endpoint,
    pauseMs: 1,
    ...changes,
  });
let prefixes = 0;

/** A fresh store, and a way to put bytes into it behind its back. */
const kinds: [string, () => Promise<{ store: Store; spoil(key: string, text: string): Promise<void> }>][] = [
  [
    'a folder',
    async () => {
      const folder = await scratchFolder();
      return {
        store: openFolderStore(folder),
        spoil: async (key, text) => writeFile(join(folder, key), text),
      };
    },
  ],
  [
    'a bucket',
    async () => {
      const prefix = `p${++prefixes}`;
      return {
        store: openBucket(prefix),
        spoil: async (key, text) => bucket.put(`letters/${prefix}/${key}`, text),
      };
    },
  ],
];

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
const bytes = (from: string): Uint8Array => new TextEncoder().encode(from);
const hash = (from: string): string => createHash('sha256').update(from).digest('hex');

describe.each(kinds)('a store in %s', (_, open) => {
  it('keeps records under their keys, and of several first ones only one', async () => {
    const { store } = await open();
    expect(await store.readRecord('results/a.json')).toBeUndefined();
    const firsts = await Promise.all(
      ['one', 'two', 'three'].map((word) =>
        store.writeRecord('results/a.json', bytes(word), { first: true }),
      ),
    );
    expect(firsts.filter((written) => written)).toHaveLength(1);
    expect(text(await store.readRecord('results/a.json'))).toBe(
      ['one', 'two', 'three'][firsts.indexOf(true)],
    );
    expect(await store.writeRecord('results/a.json', bytes('new'))).toBe(true);
    expect(text(await store.readRecord('results/a.json'))).toBe('new');
    await store.removeRecord('results/a.json');
    await store.removeRecord('results/a.json');
    expect(await store.readRecord('results/a.json')).toBeUndefined();
  });

  it('keeps bytes and files by their hash, and gives them back', async () => {
    const { store } = await open();
    const folder = await scratchFolder();
    await writeFile(join(folder, 'in'), 'ink');
    expect(await store.hasBlob(hash('ink'))).toBe(false);
    expect(await store.keepFile(join(folder, 'in'))).toBe(hash('ink'));
    expect(await store.keepBytes(bytes('ink'))).toBe(hash('ink'));
    expect(await store.keepBytes(bytes('paper'))).toBe(hash('paper'));
    expect(await store.hasBlob(hash('ink'))).toBe(true);
    expect(text(await store.readBlob(hash('paper')))).toBe('paper');
    for (const shared of [false, true]) {
      expect(await store.placeBlob(hash('ink'), join(folder, 'deep/out'), { shared })).toBe(true);
      expect(await readFile(join(folder, 'deep/out'), 'utf8')).toBe('ink');
    }
    expect(await readdir(join(folder, 'deep'))).toEqual(['out']);
    await store.removeBlob(hash('ink'));
    expect(await store.placeBlob(hash('ink'), join(folder, 'deep/out'))).toBe(false);
    expect(await readFile(join(folder, 'deep/out'), 'utf8')).toBe('ink');
  });

  it('never gives back a damaged blob, and lets it be kept again', async () => {
    const { store, spoil } = await open();
    const folder = await scratchFolder();
    await store.keepBytes(bytes('ink'));
    await spoil(blobKey(hash('ink')), 'imp');
    expect(await store.placeBlob(hash('ink'), join(folder, 'out'))).toBe(false);
    expect(await readdir(folder)).toEqual([]);
    expect(await store.hasBlob(hash('ink'))).toBe(false);
    await store.keepBytes(bytes('ink'));
    expect(text(await store.readBlob(hash('ink')))).toBe('ink');
  });
});

describe('a bucket', () => {
  it('bears a service that drops connections and answers 5xx for a while', async () => {
    const store = openBucket('rough');
    bucket.trouble.push('drop', 503, 'drop', 500);
    expect(await store.writeRecord('a', bytes('x'))).toBe(true);
    bucket.trouble.push('cut', 'cut');
    expect(text(await store.readRecord('a'))).toBe('x');
    expect(bucket.trouble).toEqual([]);
  });

  it('is given up in one sentence where it stays away', async () => {
    const store = openBucket('away');
    bucket.trouble.push(503, 503, 503, 503, 503);
    await expect(store.readRecord('a')).rejects.toMatchObject({
      code: 'output',
      retryable: true,
      message:
        'Expected to reach s3://letters/away (a), but the service answers 503; check the address, the bucket and its credentials.',
    });
  });

  it('refuses a wrong secret', async () => {
    const store = openBucket('p', { secretAccessKey: 'guess' });
    await expect(store.readRecord('a')).rejects.toThrow('the service answers 403');
  });

  it('may be one that knows no conditional writes', async () => {
    const store = openBucket('plain');
    bucket.trouble.push('no-conditions');
    expect(await store.writeRecord('a', bytes('x'), { first: true })).toBe(true);
    bucket.trouble.push('no-conditions');
    expect(await store.writeRecord('a', bytes('y'), { first: true })).toBe(false);
    expect(text(await store.readRecord('a'))).toBe('x');
  });
});

describe('the place of a store', () => {
  it('is a folder, or a bucket whose access the environment gives', () => {
    expect(openStore('/some/where').location).toBe('/some/where');
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    expect(openStore('s3://bucket/a//b/', { env }).location).toBe('s3://bucket/a/b');
    expect(() => openStore('s3://bucket', { env: {} })).toThrow(/^Expected credentials for s3:\/\/bucket /);
    expect(() => openStore('s3:///x', { env })).toThrow(/^Expected a store like s3:\/\/bucket\/prefix, got /);
  });
});
