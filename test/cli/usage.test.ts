import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abecedary } from './support.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'abecedary-cli-'));
  await mkdir(join(folder, 'config'));
  await writeFile(join(folder, 'config/alphabet.yaml'), 'characters: XYZ\n');
  await writeFile(join(folder, 'other.yaml'), 'seed: -1\nglyph: { fit: comon }\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('wrong use ends with exit code 2 and one sentence on stderr', () => {
  it.each([
    [['alphabt'], "abecedary: unknown command 'alphabt'\n(Did you mean alphabet?)\n"],
    [
      ['alphabet', '--iteration', '3'],
      "abecedary: unknown option '--iteration'\n(Did you mean --iterations?)\n",
    ],
    ...[
      [['text', 'Row', '--film', 'gif'], 'text', 'film'],
      [['text', 'Row', '--size', '64'], 'a text that is painted as a whole', 'size'],
      [['text', 'Row', '--mode', 'tiles', '--each', 'line'], 'a text that is laid from tiles', 'each'],
      [['text', 'Row', '--path', 'circle', '--wrap', 'never'], 'a text that runs along a path', 'wrap'],
      [['text', 'Row', '--pdf', 'x4'], 'a text without --as pdf', 'pdf'],
      [['text', 'Row', '--as', 'svg', '--profile', 'none'], 'a text without --as pdf or tiff', 'profile'],
      [['clean', '--size', '64'], 'clean', 'size'],
      [['report', '--iterations', '3'], 'report', 'iterations'],
      [['status', '--captions', 'both'], 'status', 'captions'],
    ].map(([args, what, flag]): [string[], string] => [
      args as string[],
      `abecedary: Expected flags that change something for ${what}, but got --${flag}, which does nothing there; leave it out.\n`,
    ]),
    [
      ['letter', 'x'],
      'abecedary: Expected CHAR to name one of the alphabet\'s characters (X Y Z), got "x"; did you mean X?\n',
    ],
    [
      ['letter', 'X', '--only', 'Y'],
      'abecedary: Expected CHAR to name one of the alphabet\'s characters (Y), got "X"; choose one of these or add it to characters.\n',
    ],
    [
      ['alphabet', '--only', 'X,A'],
      'abecedary: Expected --only to name one of the alphabet\'s characters (X Y Z), got "A"; choose one of these or add it to characters.\n',
    ],
    [
      ['alphabet', '--config', 'other.yaml', '--workers', '0'],
      `abecedary: 3 settings need a correction:
  other.yaml:1:7: Expected seed to be a whole number from 0 on, got -1; change it, or leave it out to get 1.
  other.yaml:2:15: Expected glyph.fit to be common or each or line, got "comon"; did you mean common?
  Expected --workers to be auto or a whole number from 1 to 64, got 0; change it.
`,
    ],
  ])('%j', async (args, stderr) => {
    expect(await abecedary(args, folder)).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });

  it('and without a command with the help', async () => {
    const ended = await abecedary([], folder);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('Usage: abecedary [options] [command]');
  });
});

describe('the help', () => {
  it('names both commands, examples and exit codes', async () => {
    const { code, stdout } = await abecedary(['--help']);
    expect(code).toBe(0);
    for (const part of ['alphabet [options]', 'letter [options] <CHAR>', 'Examples:', 'Exit codes: 0 done']) {
      expect(stdout).toContain(part);
    }
  });

  it.each([['alphabet'], ['letter']])(
    'of %s shows the first flags, and all of them on request',
    async (command) => {
      const short = await abecedary([command, '--help']);
      expect(short.code).toBe(0);
      expect(short.stdout).toContain('--styles <DIR...>');
      expect(short.stdout).not.toContain('--store-key');
      expect(short.stdout).toMatch(/\d+ flags more: abecedary (alphabet|letter) --help-all\n/);
      const { code, stdout } = await abecedary([command, '--help-all']);
      expect(code).toBe(0);
      for (const flag of [
        '--config <FILE>',
        '--out <DIR>',
        '--size <PX>',
        '--iterations <N>',
        '--only <A,B,…>',
        '--seed <N>',
        '--styles <DIR...>',
        '--store-key <FILE>',
        '--font <FILE>',
      ]) {
        expect(stdout).toContain(flag);
      }
      expect(stdout.replace(/\s+/g, ' ')).toContain('Takes a whole number from 32 to 4096. Default: 400.');
    },
  );

  it('gives the version of the package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await abecedary(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});
