import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { abecedary } from './support.js';

describe('abecedary init', () => {
  it('makes a configuration that can be used, and overwrites nothing', async () => {
    const folder = await scratchFolder();
    const { code, stdout } = await abecedary(['init', 'mine'], folder);
    expect([code, stdout]).toEqual([
      0,
      'made: mine/config/alphabet.yaml\nmade: mine/my-art/put-pictures-here.txt\nnext: cd mine && abecedary alphabet --size 128\n',
    ]);
    const file = join(folder, 'mine/config/alphabet.yaml');
    expect((await loadConfig(file)).out).toBe(join(folder, 'mine/out'));
    const before = await readFile(file);
    const again = await abecedary(['init', 'mine'], folder);
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got something that is there already'),
    });
    expect(await readFile(file)).toEqual(before);
  });
});

describe('abecedary completion', () => {
  it.each([
    ['bash', /letter\) words=".*--undo.*" ;;/],
    ['zsh', /letter\) compadd -- .*--undo/],
    ['fish', /__fish_seen_subcommand_from letter' -l undo/],
  ])('knows commands and flags in %s', async (shell, flags) => {
    const { code, stdout } = await abecedary(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(flags);
    expect(stdout).toContain('alphabet');
    // What a command refuses is no word of it.
    expect(stdout).not.toMatch(/clean\).*--size/);
    if (shell !== 'bash') return;
    const complete = (words: string, at: number): string[] =>
      execFileSync('bash', [
        '-c',
        `${stdout}\nCOMP_WORDS=(${words}) COMP_CWORD=${at}; _abecedary; echo "\${COMPREPLY[@]}"`,
      ])
        .toString()
        .trim()
        .split(' ');
    expect(complete('abecedary cu', 1)).toEqual(['cutouts']);
    expect(complete('abecedary letter Q --und', 3)).toEqual(['--undo']);
    expect(complete('abecedary weights ""', 2)).toEqual(['list', 'pull', 'path']);
  });
});
