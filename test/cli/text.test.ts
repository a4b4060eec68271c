import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { filesIn } from '../support/small-alphabet.js';
import { abecedary } from './support.js';

const quick = [
  '--page',
  '96x64',
  '--iterations',
  '1',
  '--font-size',
  '16',
  '--out',
  'mine',
  '--engine',
  'cpu',
];

describe('abecedary text', () => {
  it('makes a page with plain lines where there is no terminal, and keeps it the next time', async () => {
    const folder = await scratchFolder();
    const args = ['text', 'Row us\\nhome', ...quick];
    const { code, stdout, stderr } = await abecedary(args, folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^1 page to make; 1 iterations each, 1 at a time, onnxruntime cpu \(as chosen\)\nrow-us-home: started with agate\.jpg\nrow-us-home: done in \d+ s, loss \S+ \(1 of 1\)\npage: mine\/text\/row-us-home\.png\n1 made, in \d+ s; look at mine\/text\/row-us-home\.png\n$/,
    );
    expect([...(await filesIn(join(folder, 'mine'))).keys()]).toContain('text/row-us-home.png');
    const again = await abecedary(args, folder);
    expect(again.stdout).toMatch(
      /^0 pages to make, 1 kept; .*\npage: .*\n0 made, 1 kept, in \d+ s(; look at mine\/text\/row-us-home\.png)?\n$/,
    );
  });

  it('ends with 2 and one sentence where the text cannot be set', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'song.txt'), 'Row\nus ж\n');
    const { code, stderr } = await abecedary(['text', '--file', 'song.txt', ...quick], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^abecedary: Expected .* «ж» \(U\+0436\) in line 2, column 4; .*\.\n$/);
  });

  it('alone knows the flags of texts', async () => {
    const { stderr } = await abecedary(['alphabet', '--page', '96x64'], await scratchFolder());
    expect(stderr).toContain("unknown option '--page'");
  });
});
