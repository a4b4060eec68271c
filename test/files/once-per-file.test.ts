import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { oncePerFile } from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';

it('asks a file once what it is while it stays as it is, and anew when it was just changed', async () => {
  const file = join(await scratchFolder(), 'a.txt');
  await writeFile(file, 'one');
  const read = vi.fn((path: string) => readFile(path, 'utf8'));
  const ask = oncePerFile(read);
  // Just written: it might be written again within the same tick of its times.
  expect([await ask(file), await ask(file)]).toEqual(['one', 'one']);
  expect(read).toHaveBeenCalledTimes(2);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  try {
    expect([await ask(file), await ask(file)]).toEqual(['one', 'one']);
    expect(read).toHaveBeenCalledTimes(3);
    await writeFile(file, 'two and more');
    await utimes(file, 1, 1);
    expect(await ask(file)).toBe('two and more');
    expect(read).toHaveBeenCalledTimes(4);
  } finally {
    vi.useRealTimers();
  }
});

it('asks again what failed', async () => {
  const ask = oncePerFile((path: string) => readFile(path, 'utf8'));
  const file = join(await scratchFolder(), 'later.txt');
  await expect(ask(file)).rejects.toThrow('ENOENT');
  await writeFile(file, 'there');
  expect(await ask(file)).toBe('there');
});
