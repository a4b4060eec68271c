import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createRedisScheduler,
  startQueueWorker,
  withoutSecret,
} from '../../../src/work/schedule/redis/index.js';
import { start } from '../../cli/support.js';
import { freePort, noRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { jobAsIs, repliesAsTheyAre } from '../../support/replies.js';
import { scratchFolder } from '../../support/scratch.js';

async function redisWith(...settings: string[]): Promise<TestRedis> {
  const redis = await startRedis('everysec', settings);
  onTestFinished(() => redis.close());
  return redis;
}

const schedulerOf = async (url: string, queue = 'trial') => {
  const scheduler = await createRedisScheduler<{ id: string; text?: string }, number, string>({
    ...{ url, queueOf: () => queue, replies: repliesAsTheyAre, silenceMs: 200 },
  });
  onTestFinished(() => scheduler.close());
  return scheduler;
};

const workerOf = async (url: string, queue: string) => {
  const worker = await startQueueWorker<{ id: string }, number, string>({
    ...{ url, queues: [queue], jobOf: jobAsIs, concurrency: 1, run: async ({ id }) => id },
  });
  onTestFinished(() => worker.close(true));
};

describe.skipIf(noRedis)('a Redis that is in trouble', () => {
  it('says in one sentence that its memory is full', async () => {
    const { url, port } = await redisWith('--maxmemory', '2mb', '--maxmemory-policy', 'noeviction');
    const scheduler = await schedulerOf(url);
    const jobs = Array.from({ length: 30 }, (_, at) => ({ id: `${at}`, text: 'x'.repeat(100_000) }));
    await expect(scheduler.run(jobs)).rejects.toMatchObject({
      code: 'engine',
      message: `Expected the Redis at redis://127.0.0.1:${port} to work, but its memory is full; give it more (maxmemory), or empty it.`,
    });
  });

  it('says in one sentence that it wants a password, or another one, and shows none', async () => {
    const { port } = await redisWith('--requirepass', 'right');
    const at = (secret: string) => schedulerOf(`redis://${secret}127.0.0.1:${port}`);
    await expect(at('')).rejects.toMatchObject({
      code: 'engine',
      message: `Expected the Redis at redis://127.0.0.1:${port} to work, but it wants a password; name it as redis://:PASSWORD@HOST.`,
    });
    await expect(at(':wrong@')).rejects.toMatchObject({
      message: `Expected the Redis at redis://…@127.0.0.1:${port} to work, but user or password are wrong; correct them.`,
    });
    await at(':right@');
  });

  it('says that nobody listens there, and goes on when somebody does', async () => {
    const { url, port } = await redisWith();
    const scheduler = await schedulerOf(url);
    const notes: string[] = [];
    const noted = new Promise<void>((resolve) => {
      const onNote = (text: string): void => {
        notes.push(text);
        resolve();
      };
      void scheduler.run([{ id: 'a' }], { onNote }).then(() => notes.push('done'));
    });
    await noted;
    expect(notes).toEqual([
      `No worker listens at redis://127.0.0.1:${port}; what is to be made waits until one is started there (abecedary worker).`,
    ]);
    await workerOf(url, 'trial');
    await expect.poll(() => notes).toContain('done');
  });

  it('says that those who listen there are others', async () => {
    const { url } = await redisWith();
    await workerOf(url, 'another version');
    const scheduler = await schedulerOf(url);
    const stop = new AbortController();
    const note = await new Promise<string>((resolve) => {
      scheduler.run([{ id: 'a' }], { onNote: resolve, signal: stop.signal }).catch(() => undefined);
    });
    expect(note).toContain('has this engine, these weights and this version; of others there are 1.');
    stop.abort();
  });
});

describe('the address of a Redis', () => {
  it.each([
    ['redis://host:6379/0', 'redis://host:6379/0'],
    ['redis://user:secret@host', 'redis://…@host'],
    ['redis://:sec@ret@host:1', 'redis://…@host:1'],
    ['rediss://:se/cr?et@host/2', 'rediss://…'],
    ['redis://host?password=secret', 'redis://host?…'],
    ['redis://host?password=sec@ret&db=1', 'redis://…'],
    ['secret@host', '…@host'],
  ])('is shown without what is secret: %s', (url, shown) => {
    expect(withoutSecret(url)).toBe(shown);
    expect(withoutSecret(url)).not.toMatch(/se\/?c/);
  });
});

const noTls =
  noRedis ??
  (spawnSync('openssl', ['version']).status === 0
    ? undefined
    : 'skipped: no openssl here (apt-get install openssl)');
if (noTls !== undefined) console.warn(noTls);

describe.skipIf(noTls)('a Redis that is reached through TLS', () => {
  it('is spoken to where its certificate is trusted, and refused where it is not', async () => {
    const folder = await scratchFolder();
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', certificate];
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      ...subject,
      ...files,
    ]);
    const port = await freePort();
    const own = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
    await redisWith('--tls-port', String(port), '--tls-auth-clients', 'no', ...own);
    const url = `rediss://127.0.0.1:${port}`;
    await expect(schedulerOf(url)).rejects.toThrow(
      /^Expected a Redis at rediss:.* self-signed certificate; /,
    );
    // Node reads which certificates it trusts when it starts.
    process.env.NODE_EXTRA_CA_CERTS = certificate;
    onTestFinished(() => void delete process.env.NODE_EXTRA_CA_CERTS);
    const { code, stdout } = await start('test/support/tls-program.ts', [url]).ended;
    expect([code, stdout.trim()]).toEqual([0, 'a is done']);
  });
});
