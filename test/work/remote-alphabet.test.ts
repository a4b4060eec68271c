import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type AlphabetConfig, makeAlphabet, makeText, startWorker } from '../../src/index.js';
import { start } from '../cli/support.js';
import { type Bucket, startBucket } from '../support/bucket.js';
import { noRedis, startLine, startRedis, type TestRedis } from '../support/redis.js';
import { scratchFolder } from '../support/scratch.js';
import { bytesIn, makeAll, smallConfig } from '../support/small-alphabet.js';

interface Said {
  readonly kind: string;
  readonly letter?: string;
  readonly connected?: boolean;
}

interface WorkerProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<unknown>;
  /** Resolves with the first event from now on, or from the start on, that fits. */
  heard(fits: (event: Said) => boolean, from?: 'now' | 'start'): Promise<Said>;
}

function startWorkerProcess(redis: string, store: string): WorkerProcess {
  const { child, ended } = start('test/support/worker-program.ts', [redis, store]);
  const events: Said[] = [];
  const listeners = new Set<(event: Said) => void>();
  let rest = '';
  child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const event = JSON.parse(line) as Said;
      events.push(event);
      for (const listener of listeners) listener(event);
    }
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    pid: child.pid!,
    kill: (signal) => void child.kill(signal),
    ended,
    heard: (fits, from = 'start') =>
      new Promise((resolve, reject) => {
        const found = from === 'start' ? events.find(fits) : undefined;
        if (found !== undefined) return resolve(found);
        listeners.add((event) => fits(event) && resolve(event));
        void ended.then((end) => reject(new Error(`the worker ended: ${JSON.stringify(end)}`)));
      }),
  };
}

const changes = {
  characters: 'ABCDEF',
  transfer: { sizePx: 160, iterations: 4, evaluationsPerIteration: 4 },
};

describe.skipIf(noRedis)('an alphabet made by workers', () => {
  let redis: TestRedis;
  let bucket: Bucket;
  beforeAll(async () => {
    redis = await startRedis();
    bucket = await startBucket();
    process.env.AWS_ACCESS_KEY_ID = bucket.access.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = bucket.access.secretAccessKey;
    process.env.AWS_REGION = bucket.access.region;
    process.env.AWS_ENDPOINT_URL = bucket.endpoint;
  });
  afterAll(async () => {
    await redis.close();
    await bucket.close();
  });

  it('has the bytes of a local one, whatever happens to workers, Redis and network', async () => {
    const folder = await scratchFolder();
    const local = smallConfig(folder, { ...changes, out: 'local' });
    await makeAll(local);
    const store = join(folder, 'shared');
    const line = await startLine(redis.port);
    onTestFinished(() => line.close());
    const [killed, paused, cutOff] = [
      startWorkerProcess(redis.url, store),
      startWorkerProcess(redis.url, store),
      startWorkerProcess(`redis://127.0.0.1:${line.port}`, store),
    ] as const;
    const all = [killed, paused, cutOff];
    await Promise.all(all.map((worker) => worker.heard(({ kind }) => kind === 'ready')));
    const schedule = { scheduler: 'redis', redis: redis.url, store: 'shared' } as const;
    const remote = smallConfig(folder, { ...changes, out: 'remote', schedule });
    const run = makeAlphabet(remote);
    const isStart = ({ kind }: Said): boolean => kind === 'started';
    const startOf = (worker: WorkerProcess, letter?: string): Promise<Said> =>
      worker.heard(
        (event) => isStart(event) && (letter === undefined || event.letter === letter),
        letter === undefined ? 'start' : 'now',
      );

    const inWork = await Promise.all(all.map((worker) => startOf(worker)));
    killed.kill('SIGKILL');
    paused.kill('SIGSTOP');
    // Their locks run out, and the only one left takes their letters too.
    await Promise.all([inWork[0], inWork[1]].map((event) => startOf(cutOff, event!.letter)));
    paused.kill('SIGCONT');
    await redis.kill();
    await redis.restart();
    line.cut();
    await cutOff.heard(({ kind, connected }) => kind === 'connection' && connected === false);
    line.mend();

    expect(await run.result).toMatchObject({ rendered: expect.any(Array), failed: [] });
    expect((await run.result).rendered.toSorted()).toEqual([...'ABCDEF']);
    expect(await bytesIn(remote.out)).toEqual(await bytesIn(local.out));
    for (const worker of [paused, cutOff]) worker.kill('SIGTERM');
    await Promise.all(all.map(({ ended }) => ended));
  }, 600_000);

  it('travels through a bucket, and is there at once where it was made before', async () => {
    const folder = await scratchFolder();
    const small = { characters: 'AB' };
    const local = smallConfig(folder, { ...small, out: 'local' });
    await makeAll(local);
    const store = 's3://letters/here';
    const worker = startWorkerProcess(redis.url, store);
    const schedule = { scheduler: 'redis', redis: redis.url, store } as const;
    const remote = smallConfig(folder, { ...small, out: 'remote', schedule });
    const { records } = await makeAll(remote);
    expect(records.find(({ kind }) => kind === 'plan')).toMatchObject({ workers: 0 });
    expect(records.filter(({ kind }) => kind === 'iteration')).toHaveLength(2);
    expect(await bytesIn(remote.out)).toEqual(await bytesIn(local.out));
    worker.kill('SIGTERM');
    await worker.ended;
    const elsewhere = smallConfig(folder, { ...small, out: 'elsewhere', schedule });
    expect(await makeAll(elsewhere)).toMatchObject({ rendered: [], kept: ['A', 'B'] });
    expect(await bytesIn(elsewhere.out)).toEqual(await bytesIn(local.out));
  });

  it('has pages of text with the bytes of local ones', async () => {
    const folder = await scratchFolder();
    const small = { text: { content: 'Home', page: '96x64', margin: 4 } };
    const local = smallConfig(folder, { ...small, out: 'local' });
    const pageOf = async (config: AlphabetConfig): Promise<Buffer> =>
      readFile((await makeText(config).result).page);
    const page = await pageOf(local);
    const worker = startWorkerProcess(redis.url, join(folder, 'shared'));
    const schedule = { scheduler: 'redis', redis: redis.url, store: 'shared' } as const;
    const remote = smallConfig(folder, { ...small, out: 'remote', schedule });
    expect((await pageOf(remote)).equals(page)).toBe(true);
    for (const file of ['content/home.png', 'frames/home/001.webp']) {
      const [one, other] = [local, remote].map(({ out }) => readFile(join(out, 'text', file)));
      expect((await one!).equals(await other!)).toBe(true);
    }
    expect(await worker.heard(({ kind }) => kind === 'done')).toMatchObject({ letter: 'home' });
    worker.kill('SIGTERM');
    await worker.ended;
  });

  it('stops its workers when it is stopped, and goes on from there', async () => {
    const folder = await scratchFolder();
    const store = join(folder, 'shared');
    const worker = startWorkerProcess(redis.url, store);
    const schedule = { scheduler: 'redis', redis: redis.url, store: 'shared' } as const;
    const config = smallConfig(folder, { ...changes, characters: 'AB', schedule });
    const stop = new AbortController();
    const run = makeAlphabet(config, { signal: stop.signal });
    for await (const record of run) {
      if (record.kind === 'iteration' && record.letter === 'B' && record.iteration === 2) stop.abort();
    }
    await expect(run.result).rejects.toMatchObject({ code: 'aborted' });
    expect(await makeAll(config)).toMatchObject({ rendered: ['B'], kept: ['A'] });
    worker.kill('SIGTERM');
    await worker.ended;
  });

  it('is made by the engine that it names, by workers that have it', async () => {
    const folder = await scratchFolder();
    const schedule = { scheduler: 'redis', redis: redis.url, store: 'shared' } as const;
    const config = smallConfig(folder, { characters: 'A', engine: 'tfjs', schedule });
    const taken: string[] = [];
    const start = (engine: 'cpu' | 'tfjs') =>
      startWorker({
        redis: redis.url,
        store: join(folder, 'shared'),
        concurrency: 1,
        engine,
        onEvent: (event) => {
          if (event.kind === 'started') taken.push(engine);
        },
      });
    const [cpu, tfjs] = [await start('cpu'), await start('tfjs')];
    expect([cpu.engine, tfjs.engine]).toEqual(['onnxruntime cpu', '@tensorflow/tfjs cpu']);
    const { rendered, records } = await makeAll(config);
    expect(rendered).toEqual(['A']);
    expect(records.find(({ kind }) => kind === 'plan')).toMatchObject({ engine: '@tensorflow/tfjs cpu' });
    expect(taken).toEqual(['tfjs']);
    await Promise.all([cpu.close(), tfjs.close()]);
  });
});

describe('an alphabet to be made by workers', () => {
  it('needs a store that they reach', async () => {
    const config = smallConfig(await scratchFolder(), { schedule: { scheduler: 'redis' } });
    await expect(makeAlphabet(config).result).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^Expected a store that the workers reach too .*--store\.$/),
    });
  });
});
