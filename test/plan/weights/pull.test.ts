import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { vgg19, type WeightsSet } from '../../../src/plan/weights/catalogue.js';
import { type PullOptions, type PullProgress, pullWeights } from '../../../src/plan/weights/pull.js';
import { closedAddress, serveFiles, type Trouble } from '../../support/file-server.js';
import { scratchFolder } from '../../support/scratch.js';
import { describeWithSharedData } from '../../support/shared-data.js';

/** Content that differs from file to file and from place to place. */
function content(seed: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + seed * 97 + (at >> 8)) & 255);
}

const files: Readonly<Record<string, Uint8Array>> = {
  'model.json': content(1, 2_000),
  'part1.bin': content(2, 300_000),
  'part2.bin': content(3, 300_000),
  'part3.bin': content(4, 120_000),
  'part4.bin': content(5, 70_000),
  'part5.bin': content(6, 1),
};

const blobId = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const set: WeightsSet = {
  name: 'small',
  source: 'http://127.0.0.1:9999/unused/',
  licence: 'none',
  files: Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length, blobId: blobId(bytes) })),
};

const patience = { attempts: 3, pauseMs: 1, silenceMs: 10_000 };

async function pull(from: string, options: PullOptions = {}): Promise<string> {
  return pullWeights(set, { from, folder: await scratchFolder(), patience, ...options });
}

/** Everything that lies in a folder: blob ids by name. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const read = names.map(async (name) => [name, blobId(await readFile(join(folder, name)))] as const);
  return Object.fromEntries(await Promise.all(read));
}

const right = Object.fromEntries(set.files.map((file) => [file.name, file.blobId]));

describe('fetching weights', () => {
  test('brings every file, several at once, and counts what has come', async () => {
    const company = [{ kind: 'company', requests: 3 }] as const;
    const server = await serveFiles(files, { 'part1.bin': company, 'part2.bin': company });
    const seen: PullProgress[] = [];
    const folder = await pull(server.url, { onProgress: (progress) => seen.push(progress) });
    expect(await contents(folder)).toEqual(right);
    expect(server.requests).toHaveLength(6);
    expect(seen.at(-1)).toEqual({ bytes: 792_001, totalBytes: 792_001, files: 6, totalFiles: 6 });
    for (let at = 1; at < seen.length; at++)
      expect(seen[at]!.bytes).toBeGreaterThanOrEqual(seen[at - 1]!.bytes);
  });

  test('leaves alone what is there and right, and fetches again what is there and wrong', async () => {
    const server = await serveFiles(files);
    const all = await scratchFolder();
    await pull(server.url, { folder: all });
    const spoilt = files['part3.bin']!.slice();
    spoilt[77]! ^= 1;
    await writeFile(join(all, 'small', 'part3.bin'), spoilt);
    const before = server.requests.length;
    expect(await contents(await pull(server.url, { folder: all }))).toEqual(right);
    expect(server.requests.slice(before).map(({ file }) => file)).toEqual(['part3.bin']);
  });

  test.each<[string, readonly Trouble[], number]>([
    ['breaks the connection', [{ kind: 'break', after: 100_000 }], 2],
    ['breaks it twice', Array(2).fill({ kind: 'break', after: 40_000 }), 3],
    ['breaks it before the first byte', Array(2).fill({ kind: 'break', after: 0 }), 3],
    [
      'has a fault of its own',
      [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 503 },
      ],
      3,
    ],
    ['sends other bytes once', [{ kind: 'other', bytes: content(9, 300_000) }], 2],
    ['sends a page instead', [{ kind: 'other', bytes: content(9, 900) }], 2],
    ['sends more than the file', [{ kind: 'other', bytes: content(9, 400_000) }], 2],
    ['knows nothing of parts of a file', [{ kind: 'break', after: 100_000 }, { kind: 'whole' }], 2],
  ])('gets over a server that %s', async (_, troubles, requests) => {
    const server = await serveFiles(files, { 'part2.bin': troubles });
    expect(await contents(await pull(server.url))).toEqual(right);
    expect(server.requests.filter(({ file }) => file === 'part2.bin')).toHaveLength(requests);
  });

  test('waits for a slow server as long as something comes, and tries again when nothing does', async () => {
    const server = await serveFiles(files, {
      'part1.bin': [{ kind: 'slow', parts: 5, pauseMs: 200 }],
      'part2.bin': Array(5).fill({ kind: 'silence', after: 50_000 }),
      'part4.bin': [{ kind: 'silence', after: 0 }],
    });
    const folder = await pull(server.url, { patience: { ...patience, silenceMs: 700 } });
    expect(await contents(folder)).toEqual(right);
    const asked = (name: string) =>
      server.requests.filter(({ file }) => file === name).map(({ from }) => from);
    expect(asked('part1.bin')).toEqual([0]);
    // More attempts than there is patience for, but each of them brings something.
    expect(asked('part2.bin')).toEqual([0, 50_000, 100_000, 150_000, 200_000, 250_000]);
    expect(asked('part4.bin')).toEqual([0, 0]);
  });

  test.each<[string, readonly Trouble[], string, number]>([
    ['has not got a file', [{ kind: 'status', status: 404 }], 'is answered with status 404', 1],
    ['forbids it', [{ kind: 'status', status: 403 }], 'is answered with status 403', 1],
    ['stays at fault', Array(9).fill({ kind: 'status', status: 500 }), 'is answered with status 500', 3],
    [
      'has other bytes',
      Array(9).fill({ kind: 'other', bytes: content(9, 300_000) }),
      `gives one with ${blobId(content(9, 300_000))}`,
      2,
    ],
    ['breaks every connection', Array(9).fill({ kind: 'break', after: 0 }), 'the connection broke', 3],
  ])('says in a sentence that the server %s', async (_, troubles, found, requests) => {
    const server = await serveFiles(files, { 'part2.bin': troubles });
    const all = await scratchFolder();
    await expect(pull(server.url, { folder: all })).rejects.toMatchObject({
      code: 'weights',
      message: expect.stringMatching(new RegExp(`^Expected .*part2\\.bin.*${found}.*--from\\.$`)),
    });
    expect(server.requests.filter(({ file }) => file === 'part2.bin')).toHaveLength(requests);
    expect(await readdir(join(all, 'small'))).not.toContain('part2.bin');
  });

  test('says that the server cannot be reached, and what to do', async () => {
    const gone = await closedAddress();
    await expect(pull(gone)).rejects.toMatchObject({
      code: 'weights',
      message: expect.stringMatching(
        /127\.0\.0\.1:\d+, but it refuses the connection; connect to the network and try again/,
      ),
    });
  });

  test('stops on the signal and later goes on from there', async () => {
    const quiet = await serveFiles(files, { 'part2.bin': [{ kind: 'silence', after: 50_000 }] });
    const all = await scratchFolder();
    const stop = new AbortController();
    const run = pull(quiet.url, {
      folder: all,
      signal: stop.signal,
      onProgress: ({ files: there, bytes }) => {
        if (there === 5 && bytes >= 792_001 - 250_000) stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect((await stat(join(all, 'small', 'part2.bin.part'))).size).toBe(50_000);

    const server = await serveFiles(files);
    expect(await contents(await pull(server.url, { folder: all }))).toEqual(right);
    expect(server.requests).toEqual([{ file: 'part2.bin', from: 50_000 }]);
  });

  test('starts a file again whose beginning is of another file', async () => {
    const all = await scratchFolder();
    await mkdir(join(all, 'small'));
    await writeFile(join(all, 'small', 'part2.bin.part'), content(8, 100_000));
    await writeFile(join(all, 'small', 'part3.bin.part'), content(8, 500_000));
    const server = await serveFiles(files);
    expect(await contents(await pull(server.url, { folder: all }))).toEqual(right);
  });
});

describe('weights from a folder', () => {
  test('are taken over, and stay where they were', async () => {
    const from = await scratchFolder();
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(from, name), bytes);
    expect(await contents(await pull(from))).toEqual(right);
    expect(await contents(from)).toEqual(right);
  });

  test.each<[string, Uint8Array | undefined, string]>([
    ['that is not there', undefined, 'but it is not there'],
    ['that is cut short', content(2, 299_999), 'but it has 299999'],
    ['of other bytes', content(9, 300_000), `gives one with ${blobId(content(9, 300_000))}`],
  ])('are refused for a file %s', async (_, bytes, found) => {
    const from = await scratchFolder();
    for (const [name, whole] of Object.entries(files)) await writeFile(join(from, name), whole);
    if (bytes === undefined) await expect(pull(join(from, 'none'))).rejects.toThrow(found);
    else {
      await writeFile(join(from, 'part1.bin'), bytes);
      await expect(pull(from)).rejects.toMatchObject({
        code: 'weights',
        message: expect.stringContaining(found),
      });
    }
  });
});

describeWithSharedData('encoders/vgg19-tfjs', 'the files of VGG-19 that are at hand', (folder) => {
  const known = vgg19.files.filter(({ name }) => ['model.json', 'group1-shard20of20.bin'].includes(name));

  test('are those of the catalogue, fetched from a server and from a folder', async () => {
    expect(known).toHaveLength(2);
    const served = Object.fromEntries(
      await Promise.all(known.map(async ({ name }) => [name, await readFile(join(folder, name))] as const)),
    );
    const server = await serveFiles(served, {
      'group1-shard20of20.bin': [{ kind: 'break', after: 100_000 }],
    });
    for (const from of [server.url, folder]) {
      const all = await scratchFolder();
      await pullWeights({ ...vgg19, files: known }, { from, folder: all, patience });
      expect((await readdir(join(all, 'vgg19'))).sort()).toEqual(['group1-shard20of20.bin', 'model.json']);
    }
  });

  test('are in a catalogue of twenty parts that make a whole', async () => {
    const { weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as {
      weightsManifest: [{ paths: string[]; weights: { shape: number[] }[] }];
    };
    const [{ paths, weights }] = weightsManifest;
    expect(vgg19.files.slice(1).map(({ name }) => name)).toEqual(paths);
    const floats = weights.reduce(
      (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
      0,
    );
    expect(vgg19.files.slice(1).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4 * floats);
  });
});
