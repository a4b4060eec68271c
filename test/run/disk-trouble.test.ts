import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPicture } from '../../src/files/index.js';
import { makeAlphabet } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { filesIn, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
const unmount = (folder: string): void => void spawnSync('umount', ['--lazy', folder]);

const noMount = ((): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'abecedary-mount-'));
  try {
    if (!mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) {
      return 'skipped: mounting is not allowed here, so there is no disk to fill';
    }
    unmount(folder);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();
if (noMount !== undefined) console.warn(noMount);

const changes = { characters: 'ABC', transfer: { sizePx: 64, iterations: 2 } };

describe.skipIf(noMount)('a disk that is full', () => {
  it('ends the run with a sentence, leaves whole files only, and the next run goes on from there', async () => {
    const folder = await scratchFolder();
    const whole = smallConfig(folder, { ...changes, out: 'whole' });
    await makeAll(whole);
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    expect(mount('-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk)).toBe(true);
    onTestFinished(() => unmount(disk));
    const config = smallConfig(folder, { ...changes, out: 'disk/out' });
    let filled = false;
    const run = makeAlphabet(config);
    for await (const record of run) {
      if (record.kind !== 'done' || filled) continue;
      filled = true;
      await fill(join(disk, 'filler'));
    }
    await expect(run.result).rejects.toMatchObject({ name: 'AbecedaryError', code: 'output' });
    await expect(run.result).rejects.toThrow(
      /^Expected to write .*, but the disk is full; free some space or choose another output folder\.$/,
    );
    for (const name of (await filesIn(config.out)).keys()) {
      expect(name).toMatch(/\.(png|webp|json)$/);
      if (name.endsWith('.json')) continue;
      await expect(readPicture(join(config.out, name), { background: '#ffffff' })).resolves.toBeDefined();
    }
    await rm(join(disk, 'filler'));
    const { kept } = await makeAll(config);
    expect(kept).toContain('A');
    expect(await lettersIn(config.out)).toEqual(await lettersIn(whole.out));
  });

  it('that is read-only is named before a letter is begun', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, changes);
    mkdirSync(config.out);
    expect(mount('--bind', config.out, config.out) && mount('-o', 'remount,ro,bind', config.out)).toBe(true);
    onTestFinished(() => unmount(config.out));
    const run = makeAlphabet(config);
    await expect(run.result).rejects.toThrow(
      /^Expected to write .*, but the disk is read-only; check the folder and its permissions or choose another output folder\.$/,
    );
    unmount(config.out);
    expect(await readdir(config.out)).toEqual([]);
    expect(existsSync(join(config.out, '.abecedary'))).toBe(false);
    expect(await makeAll(config)).toMatchObject({ rendered: ['A', 'B', 'C'] });
  });
});

async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (;;) await handle.write(Buffer.alloc(4096));
  } catch {
    // It is full.
  } finally {
    await handle.close();
  }
}
