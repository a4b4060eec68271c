import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeEvaluation } from '../../src/cli/evaluate.js';
import type { Evaluation } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { abecedary } from './support.js';

const encoder = fileURLToPath(new URL('../../src/nst/weights/compact.safetensors', import.meta.url));
const quick = [
  ...['--preset', 'painted', '--characters', 'A', '--size', '32', '--iterations', '1'],
  ...['--judge', encoder],
];

describe('abecedary evaluate', () => {
  it('renders the pairings, prints the figures as JSON alone, and measures a finished run as a table', async () => {
    const out = join(await scratchFolder(), 'quality');
    const { code, stdout, stderr } = await abecedary([
      'evaluate',
      ...quick,
      '--pairings',
      '2',
      '--out',
      out,
      '--json',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('1 made, in ');
    const evaluation = JSON.parse(stdout) as Evaluation;
    expect(evaluation.letters.map(({ character, run }) => [character, run])).toEqual([
      ['A', join(out, 'pairing-1')],
      ['A', join(out, 'pairing-2')],
    ]);
    expect(new Set(evaluation.letters.map(({ artwork }) => artwork)).size).toBe(2);
    expect(evaluation.contactSheet).toBe(join(out, 'contact-sheet.png'));
    expect((await readFile(evaluation.contactSheet)).length).toBeGreaterThan(1000);

    const measured = await abecedary(
      ['evaluate', '--run', 'quality/pairing-2', '--judge', encoder],
      join(out, '..'),
    );
    expect(measured).toMatchObject({ code: 0, stderr: 'measuring …\n' });
    expect(measured.stdout).toMatch(/^ {3}rank {2}R² .*artwork\nA {2}1 /);
    expect(measured.stdout).toContain(`\nright letter first   1 of 1\n`);
    expect(measured.stdout).toContain(`contact sheet        quality/pairing-2/contact-sheet.png\n`);
  }, 120_000);

  it.each([
    [
      ['--pairings', '0'],
      "abecedary: option '--pairings <N>' argument '0' is invalid. Expected a whole number from 1 on; change it.\n",
    ],
    [
      ['--run', 'nowhere'],
      /^measuring …\nabecedary: Expected the output folder of a run at .*nowhere, got none with letters in it; render an alphabet there first\.\n$/,
    ],
    [['--size', '3'], 'abecedary: Expected --size to be a whole number from 32 to 4096, got 3; change it.\n'],
  ])('refuses %j in one sentence', async (args, stderr) => {
    const ended = await abecedary(['evaluate', ...args], await scratchFolder());
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    if (typeof stderr === 'string') expect(ended.stderr).toBe(stderr);
    else expect(ended.stderr).toMatch(stderr);
  });
});

const letter = {
  character: 'A',
  run: '/runs/one',
  artwork: '/art/sea.jpg',
  rank: 1,
  r2: 0.654,
  best: 'A',
  read: true,
  said: ['A'],
  styleDistance: 0.1234,
  forms: 0.345,
  copied: 0.05,
  pepper: 0.01,
  pepperOfArtwork: 0.02,
  border: 0.5,
  borderOfArtwork: 0.25,
} as const;
const sum = {
  letters: 2,
  rankedFirst: 1,
  r2: 0.6,
  read: 1,
  readable: 2,
  styleDistance: 0.2,
  forms: 0.3456,
  copied: 0.0321,
  pepper: 0.01,
  pepperLimit: 0.03,
  border: 0.5,
  borderLimit: 0.375,
} as const;
const evaluation = {
  encoder: 'vgg19',
  letters: [letter, { ...letter, character: 'B', rank: 3, best: 'P', read: false, said: ['P', 'F', 'R'] }],
  sum,
  ocrSkipped: undefined,
  contactSheet: '/runs/contact-sheet.png',
};

describe('the table of figures', () => {
  it('has a line for each letter, and the sums with their limits', () => {
    expect(
      describeEvaluation(evaluation),
    ).toBe(`   rank   R²    OCR     style  forms  copied  pepper  of art  border  of art  artwork
A  1      0.65  yes     0.123  0.34   0.05    0.0100  0.0200  0.50    0.25    sea.jpg
B  3 (P)  0.65  no P F  0.123  0.34   0.05    0.0100  0.0200  0.50    0.25    sea.jpg

right letter first   1 of 2
mean R²              0.600
read by OCR          1 of 2
style distance       0.200 (under vgg19)
forms                0.346 (under vgg19)
copied               0.032
pepper index         0.0100, within 1.5 × the artworks’ own (0.0300)
border index         0.500, ABOVE 1.5 × the artworks’ own (0.375)
contact sheet        /runs/contact-sheet.png`);
  });

  it('names the run of each letter where there are several, and says why there is no OCR', () => {
    const letters = [letter, { ...letter, run: '/runs/two', read: undefined, said: [] }];
    const table = describeEvaluation({ ...evaluation, letters, ocrSkipped: 'OCR was skipped: no reason.' });
    expect(table).toContain('one  sea.jpg\nA  1');
    expect(table).toContain('two  sea.jpg\n');
    expect(table).toContain('\nOCR was skipped: no reason.\n');
    expect(table).not.toContain('read by OCR');
  });
});
