import { z } from 'zod';
import { between, colour, filePath, wholeBetween } from '../fields.js';

const inNfc = <Value>(map: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(map).map(([letter, value]) => [letter.normalize('NFC'), value]));

const material = z.strictObject({
  file: filePath('a picture file'),
  weight: between(0.001, 1000).default(1),
  mask: filePath('a picture file').optional(),
});

/** Pictures as they are blended. */
export const materials = z.array(material).min(1);

/** The same as it may be written: one picture alone may be given as its file. */
export const givenMaterials = z.union([filePath('a picture file'), materials]);

/** What is written, as a list. */
export function listMaterials(given: z.output<typeof givenMaterials>): z.output<typeof materials> {
  return typeof given === 'string' ? [{ file: given, weight: 1 }] : given;
}

export const artworks = z.strictObject({
  from: z
    .union([
      filePath('the word included, a folder, or a picture file'),
      z.array(filePath('a picture file')).min(1),
    ])
    .default('included')
    .meta({
      allowed: 'the word included, a folder of pictures, or a list of picture files',
      flag: 'styles',
      value: 'DIR',
      description: 'Where the artworks come from; included means the 26 that come with the program.',
    }),
  recursive: z.boolean().default(false).meta({
    flag: 'recursive',
    value: 'yes|no',
    description: 'Whether the folders in a folder of artworks are looked through too.',
  }),
  pairing: z.enum(['turn', 'shuffle', 'best']).default('turn').meta({
    flag: 'pairing',
    value: 'WORD',
    description:
      'How artworks are given to letters: turn goes through them in order, shuffle mixes them by the seed, best gives each letter one that it is found well in, so that the whole alphabet is found as well as can be; what was given once is kept. Letters with an artwork of their own («letters») keep it.',
  }),
  ground: z
    .record(z.string(), givenMaterials)
    .default({})
    .transform((map) =>
      inNfc(Object.fromEntries(Object.entries(map).map(([letter, given]) => [letter, listMaterials(given)]))),
    )
    .meta({
      allowed: 'letters, or the word all, with a picture file or a list each',
      description:
        'Artworks of their own for the ground, by letter or for all; without one the ground is made of the letter’s artwork.',
    }),
  masks: z.record(z.string(), filePath('a picture file')).default({}).transform(inNfc).meta({
    allowed: 'letters, or the word all, with a picture file each',
    description: 'Grey pictures that say where a letter’s picture is styled: white is, black stays plain.',
  }),
  crop: z
    .strictObject({
      x: between(0, 1).default(0.5).meta({
        unit: 'of the artwork’s width',
        description: 'Middle of the square that is used, from the left.',
      }),
      y: between(0, 1).default(0.5).meta({
        unit: 'of the artwork’s height',
        description: 'Middle of the square that is used, from the top.',
      }),
      sizeRatio: between(0.05, 1).default(1).meta({
        unit: 'of the artwork’s shorter side',
        description: 'Side of the square that is used; a smaller one brings its forms closer.',
      }),
    })
    .prefault({})
    .meta({ description: 'Which square of an artwork is used.' }),
  turnDegrees: between(-360, 360).default(0).meta({
    unit: 'degrees clockwise',
    description: 'How far artworks are turned, so that strokes run another way.',
  }),
  tiles: wholeBetween(1, 8).default(1).meta({
    description:
      'How often an artwork is repeated across and down, mirrored without seams; 2 makes its forms half as large.',
  }),
  background: colour('#ffffff').meta({
    description: 'The colour that is laid under artworks with transparent parts.',
  }),
});

const { crop, turnDegrees, tiles, background } = artworks.shape;

/** How a picture becomes the square that is looked at, as a recipe holds it. */
export const arrangement = z.strictObject({ ...crop.unwrap().shape, turnDegrees, tiles, background });
