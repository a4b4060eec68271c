import type { AlphabetConfigInput } from '../../src/index.js';
import { included, type Shown } from './shown.js';

type Transfer = NonNullable<AlphabetConfigInput['transfer']>;

/** Pictures with several values of one key of the section `transfer`. */
const values = <Key extends keyof Transfer>(key: Key, ...list: readonly Transfer[Key][]): Shown['pictures'] =>
  list.map((value) => ({
    caption: Array.isArray(value) ? value.join(' ') : String(value),
    input: { transfer: { [key]: value } },
  }));

/** The keys of the section `transfer`, and the seed. */
export const transferControls: readonly Shown[] = [
  {
    name: 'scope',
    part: 'Letter and ground',
    keys: ['transfer.scope'],
    letters: 'R',
    artworks: ['folded-light'],
    pictures: values('scope', 'both', 'ink', 'ground'),
  },
  {
    name: 'plain',
    part: 'Letter and ground',
    keys: ['transfer.plain'],
    letters: 'B',
    artworks: ['agate'],
    always: { transfer: { scope: 'ink' } },
    pictures: values('plain', '#ffffff', '#ffcc00', '#10182c', 'transparent'),
  },
  {
    name: 'contrast',
    part: 'Letter and ground',
    keys: ['transfer.contrast'],
    letters: 'S',
    artworks: ['reaction-diffusion'],
    pictures: values('contrast', 'auto', 0.2, 0.5, 0.9),
  },
  {
    name: 'tone-weight',
    part: 'Letter and ground',
    keys: ['transfer.toneWeight'],
    letters: 'E',
    artworks: ['plumage'],
    always: { transfer: { contrast: 0.8 }, artworks: { crop: { x: 0.2, y: 0.2, sizeRatio: 0.4 } } },
    pictures: values('toneWeight', 0, 2, 40),
  },
  {
    name: 'polarity',
    part: 'Letter and ground',
    keys: ['transfer.polarity'],
    letters: 'M',
    artworks: ['magma'],
    pictures: values('polarity', 'auto', 'dark-on-light', 'light-on-dark'),
  },
  {
    name: 'split-by',
    part: 'Letter and ground',
    keys: ['transfer.split.by'],
    letters: 'Q',
    artworks: ['overprint'],
    always: { artworks: { crop: { sizeRatio: 0.4 } } },
    pictures: (['auto', 'lightness', 'colour', 'none'] as const).map((by) => ({
      caption: by,
      input: { transfer: { split: { by } } },
    })),
  },
  {
    name: 'ink-ratio',
    part: 'Letter and ground',
    keys: ['transfer.split.inkRatio'],
    letters: 'H',
    artworks: ['ink-in-water'],
    pictures: [0.05, 0.3, 0.9].map((inkRatio) => ({
      caption: String(inkRatio),
      input: { transfer: { split: { inkRatio } } },
    })),
  },
  {
    name: 'ground-ratio',
    part: 'Letter and ground',
    keys: ['transfer.split.groundRatio'],
    letters: 'H',
    artworks: ['ink-in-water'],
    pictures: [0.05, 0.3, 0.9].map((groundRatio) => ({
      caption: String(groundRatio),
      input: { transfer: { split: { groundRatio } } },
    })),
  },

  {
    name: 'content-weight',
    part: 'Shape',
    keys: ['transfer.contentWeight'],
    letters: 'A',
    artworks: ['marbling'],
    pictures: values('contentWeight', 0, 0.005, 0.02, 0.15),
  },
  {
    name: 'fit',
    part: 'Shape',
    keys: ['transfer.fitRatio'],
    letters: 'G',
    artworks: ['dunes'],
    pictures: values('fitRatio', 0, 0.01, 0.05, 0.2),
  },
  {
    name: 'second-try',
    part: 'Shape',
    keys: ['transfer.secondTryBelow'],
    letters: 'X',
    artworks: ['tesserae'],
    always: { transfer: { contrast: 0.2 } },
    pictures: values('secondTryBelow', 0, 0.4, 0.9),
  },

  {
    name: 'detail',
    part: 'Drawing',
    keys: ['transfer.detail'],
    letters: 'D',
    artworks: ['tesserae'],
    pictures: values('detail', 0.5, 1, 2, 4),
  },
  {
    name: 'layer-weights',
    part: 'Drawing',
    keys: ['transfer.layerWeights'],
    letters: 'K',
    artworks: ['plumage'],
    pictures: values('layerWeights', [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]),
  },
  {
    name: 'total-variation',
    part: 'Drawing',
    keys: ['transfer.totalVariation'],
    letters: 'U',
    artworks: ['brush-strokes'],
    pictures: values('totalVariation', 0, 1, 10, 100),
  },
  {
    name: 'total-variation-kind',
    part: 'Drawing',
    keys: ['transfer.totalVariationKind'],
    letters: 'U',
    artworks: ['brush-strokes'],
    always: { transfer: { totalVariation: 20 } },
    pictures: values('totalVariationKind', 'smooth', 'edges'),
  },
  {
    name: 'start',
    part: 'Drawing',
    keys: ['transfer.start'],
    letters: 'P',
    artworks: ['stained-glass'],
    pictures: [
      ...values('start', 'artwork', 'glyph', 'noise'),
      {
        caption: 'a picture',
        input: { transfer: { start: included('woodcut') } },
        corner: included('woodcut'),
      },
    ],
  },
  {
    name: 'start-noise',
    part: 'Drawing',
    keys: ['transfer.startNoise'],
    letters: 'N',
    artworks: ['flow-field'],
    pictures: values('startNoise', 0, 0.02, 0.2, 1),
  },
  {
    name: 'iterations',
    part: 'Drawing',
    keys: ['transfer.iterations'],
    letters: 'W',
    artworks: ['crystals'],
    pictures: values('iterations', 1, 5, 20),
  },
  {
    name: 'seed',
    part: 'Drawing',
    keys: ['seed'],
    letters: 'F',
    artworks: ['bubbles'],
    pictures: [1, 2, 3].map((seed) => ({ caption: String(seed), input: { seed } })),
  },

  {
    name: 'colours',
    part: 'Colour',
    keys: ['transfer.colours'],
    letters: 'O',
    artworks: ['kintsugi'],
    pictures: [
      ...values('colours', 'artwork', 'glyph'),
      ...[
        ['#10182c', '#c8372d', '#f6e7c1'],
        ['#003b46', '#07a0a8', '#fff3b0'],
        ['#2b0a3d', '#ff5d8f', '#ffd6a5'],
      ].map((colours) => ({ caption: colours.join(' '), input: { transfer: { colours } } })),
    ],
  },
];
