import { describe, expect, it } from 'vitest';
import { mistakesOf, useFolder } from './support.js';

const folder = useFolder();

const table: [what: string, yaml: string, sentence: string][] = [
  [
    'a number outside of its limits',
    'transfer:\n  iterations: 2000\n',
    '2:15: Expected transfer.iterations to be a whole number from 1 to 200, got 2000; change it, or leave it out to get 20.',
  ],
  [
    'a fraction where a whole number belongs',
    'seed: 1.5\n',
    '1:7: Expected seed to be a whole number from 0 on, got 1.5; change it, or leave it out to get 1.',
  ],
  [
    'a number in quotes',
    "transfer: { sizePx: '400' }\n",
    '1:21: Expected transfer.sizePx to be a whole number from 32 to 4096, got "400"; write the number without quotes.',
  ],
  [
    'infinity',
    'glyph: { marginRatio: .inf }\n',
    '1:23: Expected glyph.marginRatio to be a number from 0 to 0.4, got Infinity; change it, or leave it out to get 0.07.',
  ],
  [
    'a misspelt key',
    'transfer:\n  iteration: 5\n',
    '2:3: Expected a key of transfer (sizePx, iterations, evaluationsPerIteration, enough, found, contentWeight, detail, layerWeights, scope, plain, contrast, toneWeight, fitRatio, polarity, secondTryBelow, colours, start, totalVariation, totalVariationKind, startNoise, split, method), got "iteration"; did you mean iterations?',
  ],
  [
    'a key in the wrong section',
    'iterations: 5\n',
    '1:1: Expected a key of the configuration (preset, characters, font, glyph, artworks, encoder, engine, transfer, letters, sheet, overview, film, report, cutouts, text, schedule, seed, out, workers, batch), got "iterations"; did you mean transfer.iterations?',
  ],
  [
    'a letter that JavaScript keeps for itself',
    'letters: { __proto__: a.jpg }\n',
    '1:12: Expected the name of a setting or a letter, got "__proto__"; remove it.',
  ],
  [
    'a key that resembles none',
    'glyph: { __proto__: 1 }\n',
    '1:10: Expected a key of glyph (fit, marginRatio), got "__proto__"; choose one of these or remove it.',
  ],
  [
    'a misspelt word',
    'glyph:\n  fit: comon\n',
    '2:8: Expected glyph.fit to be common or each or line, got "comon"; did you mean common?',
  ],
  [
    'a word far from any',
    'glyph:\n  fit: loose\n',
    '2:8: Expected glyph.fit to be common or each or line, got "loose"; change it, or leave it out to get "common".',
  ],
  [
    'neither auto nor a number',
    'sheet: { columns: 0 }\n',
    '1:19: Expected sheet.columns to be auto or a whole number from 1 to 100, got 0; change it, or leave it out to get "auto".',
  ],
  [
    'a colour without quotes',
    'sheet:\n  paper: #ffffff\n',
    '2:10: Expected sheet.paper to be a colour like "#ffcc00" (in quotes), or transparent, got nothing; put it in quotes if it starts with #, or leave out the key too.',
  ],
  [
    'an animation that cannot be written',
    'film: { formats: [gif, avif] }\n',
    '1:18: Expected film.formats to be gif, webp, mp4 or webm: an animated AVIF cannot be written here, since the picture library makes one tall still picture of its frames, got a list of 2 entries; change it, or leave it out to get ["gif","webp"].',
  ],
  [
    'a format of the sheet that there is not',
    'sheet: { formats: bmp }\n',
    '1:19: Expected sheet.formats to be png, jpeg, webp, avif, tiff, pdf, or several with commas, got "bmp"; change it, or leave it out to get ["png"].',
  ],
  [
    'a size of paper that there is not',
    'sheet: { page: { size: A9 } }\n',
    '1:24: Expected sheet.page.size to be fitted, a paper size (A0 to A6, letter, tabloid), or a size like 300x400mm, 12x18in, 3000x2000px, got "A9"; change it, or leave it out to get "fitted".',
  ],
  [
    'a colour by name',
    'artworks:\n  background: white\n',
    '2:15: Expected artworks.background to be a colour like "#ffcc00" (in quotes), got "white"; change it, or leave it out to get "#ffffff".',
  ],
  [
    'digits read as a number',
    'characters: 0123\n',
    '1:13: Expected characters to be text like "ABC", or a list of single characters, got 123; put it in quotes.',
  ],
  [
    'one digit in a list read as a number',
    'characters: [A, 0]\n',
    '1:17: Expected characters[1] to be text, got 0; put it in quotes.',
  ],
  [
    'a character twice in text',
    'characters: ABCA\n',
    '1:13: Expected characters to hold each character only once (not A twice), got "ABCA"; change it, or leave it out to get "ABCDEFGHIJKLMNOPQRSTUVWXYZ".',
  ],
  [
    'a character twice in a list',
    'characters:\n  - A\n  - B\n  - A\n',
    '4:5: Expected characters[2] to be a character that is not in the list yet, got "A"; change it.',
  ],
  [
    'two characters in one entry',
    'characters: [A, BC]\n',
    '1:17: Expected characters[1] to be one single character, got "BC"; change it.',
  ],
  [
    'a list of the wrong length',
    'transfer:\n  layerWeights: [1, 1, 1]\n',
    '2:17: Expected transfer.layerWeights to be a list of 4 entries, each a number from 0 to 100, got a list of 3 entries; change it, or leave it out to get [1,1,1,1].',
  ],
  [
    'a wrong entry in a list',
    'transfer:\n  layerWeights: [1, 1, x, 1]\n',
    '2:24: Expected transfer.layerWeights[2] to be a number from 0 to 100, got "x"; change it.',
  ],
  [
    'weights that are all nothing',
    'transfer:\n  layerWeights: [0, 0, 0, 0]\n',
    '2:17: Expected transfer.layerWeights to hold at least one number above 0, got a list of 4 entries; change it, or leave it out to get [1,1,1,1].',
  ],
  [
    'no artworks',
    'artworks: { from: [] }\n',
    '1:19: Expected artworks.from to be the word included, a folder of pictures, or a list of picture files, got a list of 0 entries; change it, or leave it out to get "included".',
  ],
  [
    'an artwork that is no path',
    'artworks:\n  from:\n    - a.png\n    - 5\n',
    '4:7: Expected artworks.from[1] to be a picture file, got 5; put it in quotes.',
  ],
  [
    'an artwork for a letter that is not there',
    'letters:\n  a: x.png\n',
    '2:3: Expected every key of letters to be one of the characters of this alphabet, got "a"; did you mean A?',
  ],
  [
    'a ground for a letter that is not there',
    'artworks: { ground: { al: x.png } }\n',
    '1:23: Expected every key of artworks.ground to be one of the characters of this alphabet, or all, got "al"; did you mean all?',
  ],
  [
    'a blend whose weight is nothing',
    'letters:\n  A:\n    artwork:\n      - { file: x.png, weight: 0 }\n',
    '4:32: Expected letters.A.artwork[0].weight to be a number from 0.001 to 1000, got 0; change it, or leave it out to get 1.',
  ],
  [
    'a misspelt key of a blend',
    'artworks: { ground: { all: [{ file: x.png, wieght: 2 }] } }\n',
    '1:44: Expected a key of artworks.ground.all[0] (file, weight, mask), got "wieght"; did you mean weight?',
  ],
  [
    'a mask that is no path',
    'artworks: { masks: { A: 5 } }\n',
    '1:25: Expected artworks.masks.A to be a picture file, got 5; put it in quotes.',
  ],
  [
    'a colour of the ground by name',
    'transfer: { plain: blue }\n',
    '1:20: Expected transfer.plain to be the word transparent, or a colour like "#ffcc00" (in quotes), got "blue"; change it, or leave it out to get "#ffffff".',
  ],
  [
    'a palette with a word in it',
    'transfer: { colours: ["#102030", gold] }\n',
    '1:34: Expected transfer.colours[1] to be a colour like "#ffcc00" (in quotes), got "gold"; change it.',
  ],
  [
    'a misspelt preset',
    'preset: painterley\n',
    '1:9: Expected preset to be found or bold or shadow or collage or painted or painterly or wild or ink-only or original-look or original, got "painterley"; did you mean painterly?',
  ],
  [
    'a key that the preset sets otherwise than the default',
    'preset: original-look\ntransfer: { contrast: 9 }\n',
    '2:23: Expected transfer.contrast to be auto or a number from 0 to 1, got 9; change it, or leave it out to get 0.',
  ],
  [
    'an axis that cannot be one',
    'font: { axes: { weight: 800 } }\n',
    '1:17: Expected every key of font.axes to be an axis name of four characters, like wght, got "weight"; change or remove it.',
  ],
  [
    'an axis that is no number',
    'font: { axes: { wght: bold } }\n',
    '1:23: Expected font.axes.wght to be a number, got "bold"; change it.',
  ],
  [
    'a value where a section belongs',
    'sheet: 5\n',
    '1:8: Expected sheet to be a section with keys, got 5; change it, or leave it out to get {}.',
  ],
  [
    'a list where the whole configuration belongs',
    '- A\n- B\n',
    '1:1: Expected the configuration to be a section with keys, got a list of 2 entries; change it.',
  ],
  [
    'a mistake behind an alias',
    'glyph: &g { marginRatio: 9 }\nartworks: { pairing: turn }\n',
    '1:26: Expected glyph.marginRatio to be a number from 0 to 0.4, got 9; change it, or leave it out to get 0.07.',
  ],
];

describe('a mistake in the file', () => {
  it.each(table)('is told with its line and column: %s', async (_, yaml, sentence) => {
    const file = await folder.write('c.yaml', yaml);
    expect(await mistakesOf(file, folder.path)).toEqual([`c.yaml:${sentence}`]);
  });

  it('never hides another: all are told at once, from top to bottom', async () => {
    const yaml = `seed: -1
font:
  fil: x
artworks:
  pairing: shufle
transfer:
  sizePx: 5
  split: { inkRatio: 1.9 }
colour: red
`;
    const lines = await mistakesOf(await folder.write('many.yaml', yaml), folder.path);
    expect(lines[0]).toBe('6 settings need a correction:');
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual([
      'many.yaml:1:7:',
      'many.yaml:3:3:',
      'many.yaml:5:12:',
      'many.yaml:7:11:',
      'many.yaml:8:22:',
      'many.yaml:9:1:',
    ]);
  });
});

describe('very many mistakes', () => {
  it.each([
    ['at the top', ''],
    ['in a section', 'transfer:\n'],
  ])('are told as far as anybody reads them: %s', async (_, start) => {
    const keys = Array.from({ length: 10_000 }, (_, at) => `${start === '' ? '' : '  '}key${at}: 1\n`);
    const lines = await mistakesOf(await folder.write('c.yaml', start + keys.join('')), folder.path);
    expect(lines[0]).toBe('21 settings need a correction:');
    expect(lines[1]).toContain('got "key0"');
    expect(lines[20]).toContain('got "key19"');
    expect(lines[21]).toBe('… and 9980 more; correct these first.');
  });

  it('of several kinds are counted together', async () => {
    const list = Array.from({ length: 30 }, (_, at) => at).join(', ');
    const yaml = `text: { features: [${list}] }\nx: 1\n`;
    const lines = await mistakesOf(await folder.write('c.yaml', yaml), folder.path);
    expect(lines).toHaveLength(22);
    expect(lines[21]).toBe('… and 11 more; correct these first.');
  });
});

describe('a file that is not YAML', () => {
  it.each([
    [
      'a bracket left open',
      'seed: [1\n',
      /^c\.yaml:\d+:\d+: Expected YAML, got this: .*; correct it here or just before\.$/,
    ],
    ['a tab for indentation', 'glyph:\n\tfit: each\n', /^c\.yaml:2:1: Expected YAML, got this: /],
    [
      'a key written twice',
      'seed: 1\nout: a\nseed: 2\n',
      /^c\.yaml:3:1: Expected YAML, got this: Map keys must be unique/,
    ],
    [
      'a tag that nobody knows',
      'seed: !!js/regexp 1\n',
      /^c\.yaml:1:7: Expected YAML, got this: Unresolved tag/,
    ],
    [
      'two documents',
      'seed: 1\n---\nseed: 2\n',
      /^c\.yaml:2:1: Expected YAML, got this: .*multiple documents/,
    ],
    ['an alias to nothing', 'seed: *s\n', /^c\.yaml: Expected YAML, got this: Unresolved alias/],
    ['aliases that multiply', bomb(), /^c\.yaml: Expected YAML, got this: .*; write it more plainly\.$/],
    ['nesting without end', '['.repeat(20000), /^c\.yaml:1:\d+: Expected YAML, got this: /],
  ])('is told in one sentence: %s', async (_, yaml, sentence) => {
    const lines = await mistakesOf(await folder.write('c.yaml', yaml), folder.path);
    expect(lines.find((line) => line.startsWith('c.yaml'))).toMatch(sentence);
  });

  it.each([
    ['missing.yaml', 'Expected a configuration file at missing.yaml, got no file; check the path.'],
    [
      '.',
      'Expected a configuration file at ., but a folder stands where a file is needed; name a file of text.',
    ],
  ])('or not a file at all, is told in one sentence: %s', async (file, sentence) => {
    expect(await mistakesOf(file, folder.path)).toEqual([sentence]);
  });

  it('or not text, is told in one sentence', async () => {
    const file = await folder.write('latin.yaml', new Uint8Array([0x6f, 0x75, 0x74, 0x3a, 0x20, 0xe9, 0x0a]));
    expect(await mistakesOf(file, folder.path)).toEqual([
      'Expected a configuration file at latin.yaml, got bytes that are not UTF-8 text; save it as UTF-8.',
    ]);
  });
});

function bomb(): string {
  const rows = Array.from({ length: 9 }, (_, at) => `k${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]`);
  return ['k0: &a0 [x]', ...rows, ''].join('\n');
}
