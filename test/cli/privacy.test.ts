import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { startOf } from './support.js';

const noStrace =
  process.platform === 'linux' && spawnSync('strace', ['-f', 'true']).status === 0
    ? undefined
    : 'skipped: no strace here that may trace (apt-get install strace)';
if (noStrace !== undefined) console.warn(noStrace);

const small = ['--size', '32', '--iterations', '1', '--only', 'A,B', '--preset', 'painted'];

/** Every command that a user may give, in an order in which each has something to do. */
const commands = [
  ['--help'],
  ['alphabet', ...small],
  ['letter', 'A', ...small],
  ['status', '--size', '32'],
  ['sheet'],
  ['film'],
  ['report'],
  ['text', 'A B', '--page', '64x48', '--iterations', '1'],
  ['cutouts'],
  ['font', '--family', 'Mine', '--to', 'mine.ttf'],
  ['evaluate', '--run', 'out', '--json'],
  ['weights', 'list'],
  ['weights', 'path'],
  ['doctor', '--size', '32'],
  ['clean', '--dry-run'],
];

describe.skipIf(noStrace)('a user who has asked for nothing from outside', () => {
  it('is not looked up, told of or written down by any command', { timeout: 600_000 }, async () => {
    const folder = await scratchFolder();
    const [home, work] = [join(folder, 'home'), join(folder, 'work')];
    await mkdir(home);
    await mkdir(work);
    const { ABECEDARY_STORE_KEY: _, XDG_CACHE_HOME: __, XDG_CONFIG_HOME: ___, ...env } = process.env;
    for (const [at, command] of commands.entries()) {
      const log = join(folder, `calls-${at}`);
      const { status, stderr } = spawnSync(
        'strace',
        [
          '-f',
          '-qq',
          '--seccomp-bpf',
          '-e',
          'trace=connect,sendto,sendmsg,sendmmsg',
          '-o',
          log,
          process.execPath,
          ...startOf('src/cli/main.ts'),
          ...command,
        ],
        { cwd: work, env: { ...env, HOME: home, NO_COLOR: '1' }, encoding: 'utf8' },
      );
      expect([command, status, stderr.replace(/^(measuring|trying \w+) …$/gm, '').trim()]).toEqual([
        command,
        0,
        '',
      ]);
      const calls = (await readFile(log, 'utf8')).split('\n');
      expect([command, calls.filter((call) => /AF_INET|htons\(53\)/.test(call))]).toEqual([command, []]);
    }
    const kept = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(kept.map(({ parentPath, name }) => join(parentPath, name))).toEqual([
      join(home, '.config/abecedary/store.key'),
    ]);
  });
});
