import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paintRun } from '../support/painted-run.js';
import { scratchFolder } from '../support/scratch.js';
import { abecedary } from './support.js';

describe('abecedary cutouts and font', () => {
  it('work on a finished run and say what they have written', async () => {
    const folder = await scratchFolder();
    const run = await paintRun(folder, { characters: 'AB', transfer: { sizePx: 48 } });
    const cut = await abecedary(['cutouts', '--run', run, '--grow', '0.01', '--no-svg'], folder);
    expect(cut).toMatchObject({ code: 0, stderr: '' });
    expect(cut.stdout).toBe(
      `2 letters cut out: ${join('out', 'cutouts')}\nmetrics: ${join('out', 'cutouts', 'cutouts.json')}\n`,
    );
    expect(await readdir(join(run, 'cutouts'))).toEqual(['A.png', 'B.png', 'cutouts.json']);

    const font = await abecedary(
      ['font', '--family', 'Test Garden', '--to', 'garden.ttf', '--others', 'none'],
      folder,
    );
    expect(font).toMatchObject({ code: 0, stderr: '' });
    expect(font.stdout).toMatch(/^garden\.ttf +\d+ kB {2}sbix and SVG/);
    expect(font.stdout).toMatch(/2 letters in colour of [45] glyphs, \d+ kerning pairs/);
    expect((await readdir(folder)).filter((name) => name.startsWith('garden'))).toHaveLength(7);
  });

  it.each<[string[], string]>([
    [['cutouts', '--run', 'nowhere'], 'got none with letters in it; render an alphabet there first.'],
    [['cutouts', '--grow', '0.5'], 'Expected a number from 0 to 0.25'],
    [['font', '--to', 'x.ttf'], "required option '--family <NAME>' not specified"],
    [
      ['font', '--family', 'X', '--to', 'x.ttf', '--strikes', '4,99'],
      'Expected whole numbers from 8 to 2048',
    ],
    [
      ['font', '--family', 'X', '--to', 'x.ttf', '--others', 'some'],
      'Allowed choices are pictures, outlines, none',
    ],
  ])('refuse %j with one sentence', async (args, sentence) => {
    const { code, stderr } = await abecedary(args, await scratchFolder());
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
