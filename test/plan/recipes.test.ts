import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadFont } from '../../src/glyph/index.js';
import { type AlphabetConfigInput, createConfig } from '../../src/index.js';
import { planLetters } from '../../src/plan/letters.js';
import { planText } from '../../src/plan/text.js';

/** A job's identity and what it is the hash of. */
interface Planned {
  readonly id: string;
  readonly recipe: object;
}

/** The same on every machine: no engine is asked, no weights are read. */
const engine = {
  name: 'onnxruntime',
  provider: 'cpu',
  encoder: { name: 'compact', sha256: 'c0'.repeat(32) },
  valuesPerPixel: 77.75,
};

const machine = { engine, encoderFile: '' };

async function lettersOf(input: AlphabetConfigInput): Promise<ReadonlyMap<string, Planned>> {
  const config = createConfig({ characters: 'AIW@', ...input });
  return (await planLetters(config, await loadFont(config.font), { machine })).jobs;
}

async function pageOf(text: string, input: AlphabetConfigInput, groundFor?: string): Promise<Planned> {
  const config = createConfig(input);
  const fonts = [await loadFont(config.font)];
  return planText(config, { text, name: 'page', fonts, groundFor }, machine);
}

const style = (name: string): string => fileURLToPath(new URL(`../../styles/${name}.jpg`, import.meta.url));

const presets = [
  'found',
  'bold',
  'shadow',
  'collage',
  'painted',
  'painterly',
  'wild',
  'ink-only',
  'original-look',
  'original',
] as const satisfies readonly AlphabetConfigInput['preset'][];

/** As many settings as a recipe can hold. */
const everything = {
  seed: 7,
  glyph: { fit: 'each', marginRatio: 0.1 },
  artworks: {
    pairing: 'shuffle',
    ground: { all: style('woodcut') },
    masks: { all: style('dunes') },
    crop: { x: 0.4, y: 0.6, sizeRatio: 0.8 },
    turnDegrees: 30,
    tiles: 2,
    background: '#ffeedd',
  },
  transfer: {
    sizePx: 176,
    polarity: 'light-on-dark',
    colours: ['#102030', '#ffee88'],
    start: style('agate'),
    split: { by: 'colour' },
  },
} as const satisfies AlphabetConfigInput;

/** Its id, and a line for each of its entries in their order, since the id is the hash of just that. */
function describeRecipe(name: string, { id, recipe }: Planned): string {
  expect(id, name).toBe(createHash('sha256').update(JSON.stringify(recipe)).digest('hex'));
  const entries = Object.entries(recipe).filter(([, value]) => value !== undefined);
  const lines = entries.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  return [`${name}: ${id}`, ...lines].join('\n');
}

/*
 * Whoever changes a recipe makes every picture that lies there outdated. Where that is meant, `npx vitest run test/plan -u` writes
 * the new ones down.
 */

it('letters keep their recipes, with every preset and with every setting', async () => {
  const described: string[] = [];
  for (const preset of presets) {
    for (const [letter, job] of await lettersOf({ preset }))
      described.push(letter === 'A' ? describeRecipe(`${preset} A`, job) : `${preset} ${letter}: ${job.id}`);
  }
  const letters = {
    A: { artwork: [{ file: style('agate'), weight: 2, mask: style('magma') }, { file: style('quarters') }] },
    I: style('kintsugi'),
  };
  const input = { ...everything, letters };
  for (const [letter, job] of await lettersOf(input))
    described.push(describeRecipe(`everything ${letter}`, job));
  await expect(`${described.join('\n')}\n`).toMatchFileSnapshot('letters.snap');
});

it('pages of text keep their recipes, with every preset and with every setting', async () => {
  const described: string[] = [];
  for (const preset of presets) {
    const job = await pageOf('We were\nhere', { preset, text: { page: '320x200' } });
    described.push(preset === 'found' ? describeRecipe(preset, job) : `${preset}: ${job.id}`);
  }
  const text = {
    page: '60x40mm',
    dpi: 150,
    margin: ['2mm', 12, '5%', '9pt'],
    size: '24pt',
    each: 'word',
    align: 'justify',
    vertical: 'top',
    leading: 1.1,
    tracking: 0.02,
    features: ['smcp', '-liga'],
    language: 'tr',
    artworks: [
      style('tesserae'),
      { file: style('agate'), weight: 2, mask: style('magma') },
      { file: style('nebula'), where: style('weaving') },
    ],
  } satisfies AlphabetConfigInput['text'];
  const input = { ...everything, text };
  described.push(describeRecipe('everything', await pageOf('one two\n\nthree', input)));
  described.push(describeRecipe('ground under tiles', await pageOf('one', { text }, '#445566')));
  const open = { ...text, ground: 'transparent' };
  described.push(describeRecipe('letters alone', await pageOf('one', { text: open })));
  const turns = { each: 'line', page: '400x300' } as const;
  described.push(describeRecipe('artworks in turn', await pageOf('one\ntwo', { text: turns })));
  await expect(`${described.join('\n')}\n`).toMatchFileSnapshot('pages.snap');
});
