import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { lockRun, readLock, runFolder } from '../../src/files/index.js';
import { thisProcess } from '../../src/files/process.js';
import { scratchFolder } from '../support/scratch.js';

async function leaveLock(out: string, changes: object): Promise<string> {
  const { lock } = runFolder(out);
  await mkdir(dirname(lock), { recursive: true });
  const since = '2026-01-01T00:00:00.000Z';
  await writeFile(lock, JSON.stringify({ ...thisProcess(), token: 'theirs', since, ...changes }));
  return lock;
}

describe('the lock of a run folder', () => {
  it('is held by one at a time, and names its holder', async () => {
    const out = await scratchFolder();
    const lock = await lockRun(out);
    await expect(lockRun(out)).rejects.toThrow(
      new RegExp(`^Expected nobody else to work in ${out}, but process ${process.pid} on `),
    );
    expect(await readLock(out)).toMatchObject({ pid: process.pid, host: hostname() });
    await lock.release();
    expect(await readLock(out)).toBeUndefined();
    await (await lockRun(out)).release();
    expect(await readdir(runFolder(out).own)).toEqual([]);
  });

  it('is taken over from a process that is dead', async () => {
    const out = await scratchFolder();
    const { pid } = spawnSync(process.execPath, ['--eval', '']);
    await leaveLock(out, { pid });
    const lock = await lockRun(out);
    expect(await readLock(out)).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('is taken over from a process whose number another one has now', async () => {
    const out = await scratchFolder();
    await leaveLock(out, { started: 'another boot 12345' });
    await (await lockRun(out)).release();
  });

  it('is taken over where it is damaged', async () => {
    const out = await scratchFolder();
    const file = await leaveLock(out, {});
    await writeFile(file, '{"pid":');
    await (await lockRun(out)).release();
  });

  it('of another machine is respected as long as it shows life', async () => {
    const out = await scratchFolder();
    const file = await leaveLock(out, { host: 'another.example', pid: 1 });
    await expect(lockRun(out)).rejects.toThrow('process 1 on another.example');
    const longAgo = new Date(Date.now() - 600_000);
    await utimes(file, longAgo, longAgo);
    await (await lockRun(out)).release();
  });

  it('of another machine whose clock is ahead is taken over when it shows no life for long', async () => {
    const out = await scratchFolder();
    const file = await leaveLock(out, { host: 'another.example', pid: 1 });
    const nextYear = new Date(Date.now() + 3e10);
    await utimes(file, nextYear, nextYear);
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    await expect(lockRun(out)).rejects.toThrow('process 1 on another.example');
    vi.advanceTimersByTime(60_000);
    // It shows life once more.
    await utimes(file, nextYear, new Date(nextYear.getTime() + 1000));
    await expect(lockRun(out)).rejects.toThrow('process 1 on another.example');
    vi.advanceTimersByTime(119_000);
    await expect(lockRun(out)).rejects.toThrow('process 1 on another.example');
    vi.advanceTimersByTime(2000);
    await (await lockRun(out)).release();
  });

  it.each([0, -1, -99_999, 1.5, 1e300, '1', null])(
    'is damaged where its process is called %s',
    async (pid) => {
      const out = await scratchFolder();
      await leaveLock(out, { pid });
      await (await lockRun(out)).release();
    },
  );

  it('is not waited for in silence where another machine is about to remove it', async () => {
    const out = await scratchFolder();
    const file = await leaveLock(out, { started: 'another boot 12345' });
    const removal = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
      .slice(0, 16);
    const theirs = { ...thisProcess(), host: 'another.example', token: 't', since: 'today' };
    await writeFile(`${file}.${removal}`, JSON.stringify(theirs));
    await expect(lockRun(out)).rejects.toThrow('on another.example');
  });

  it('goes to one of many that find it stale', async () => {
    for (let round = 0; round < 50; round++) {
      const out = await scratchFolder();
      await leaveLock(out, { started: 'another boot 12345' });
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockRun(out)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await readdir(runFolder(out).own)).toEqual(['lock']);
    }
  });

  it('is taken over from a process that died while it took over', async () => {
    const out = await scratchFolder();
    const file = await leaveLock(out, { started: 'another boot 12345' });
    const removal = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
      .slice(0, 16);
    await copyFile(file, `${file}.${removal}`);
    await (await lockRun(out)).release();
    expect(await readdir(runFolder(out).own)).toEqual([]);
  });

  it('is waited for until the signal ends it', async () => {
    const out = await scratchFolder();
    const lock = await lockRun(out);
    const stop = new AbortController();
    const waiting = lockRun(out, { wait: true, signal: stop.signal, onWait: () => stop.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    await lock.release();
  });
});
