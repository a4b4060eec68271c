import { z } from 'zod';
import { singleCharacters, splitCharacters } from './characters.js';
import { presetNames } from './presets.js';

/*
 * Every key's default, limits, unit and explanation live here and nowhere else. Sentences about mistakes, command line
 * flags, docs/config.md and the editors' JSON Schema are derived. Beside the description a key may carry:
 * `allowed` (words for what it takes, where the type alone says too little), `unit`, and `flag` with `value`
 * (the command line flag that sets it, and the name of that flag's value in the help).
 */

/** Encoders that go by a name. */
export const encoderWords = ['compact', 'rich', 'vgg19', 'vgg16'] as string[];

/** What a letter may be painted over, beside a picture. */
export const startWords = ['artwork', 'glyph', 'noise'] as string[];

const filePath = (allowed: string) =>
  z
    .string()
    // A NUL byte is the one thing that no file system takes.
    .regex(/^[^\0]+$/)
    .meta({ allowed });

const colourText = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/)
  .meta({ allowed: 'a colour like "#ffcc00" (in quotes)' });
const colour = (fallback: string) =>
  colourText.default(fallback).meta({ allowed: 'a colour like "#ffcc00" (in quotes)' });

const between = (low: number, high: number) => z.number().min(low).max(high);
const wholeBetween = (low: number, high: number) => z.int().min(low).max(high);
const autoOr = (low: number, high: number) =>
  z.union([z.literal('auto'), wholeBetween(low, high)]).default('auto');

const font = z.strictObject({
  file: filePath('the word default, or a TTF, OTF, WOFF or WOFF2 file').default('default').meta({
    allowed: 'the word default, or a TTF, OTF, WOFF or WOFF2 file',
    flag: 'font',
    value: 'FILE',
    description: 'The font of the letters; default is the heavy sans-serif that comes with the program.',
  }),
  axes: z
    .record(
      z
        .string()
        .regex(/^[ -~]{4}$/)
        .meta({ allowed: 'an axis name of four characters, like wght' }),
      z.number(),
    )
    .default({})
    .meta({
      allowed: 'axis names with a number each, like { wght: 800 }',
      description:
        'Where a variable font stands on its axes; an axis not named stays at the font’s own default.',
    }),
});

const glyph = z.strictObject({
  fit: z.enum(['common', 'each']).default('common').meta({
    description:
      'How letters are sized: common gives all of them one scale and one baseline, each centres every letter by itself and makes it as large as fits.',
  }),
  marginRatio: between(0, 0.4).default(0.07).meta({
    unit: 'of the letter’s side',
    description: 'Empty space between a letter and the edge of its picture.',
  }),
});

const inNfc = <Value>(map: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(map).map(([letter, value]) => [letter.normalize('NFC'), value]));

const material = z.strictObject({
  file: filePath('a picture file'),
  weight: between(0.001, 1000).default(1),
  mask: filePath('a picture file').optional(),
});

/** Letters with the pictures that they are made of; one picture alone may be given as its file. */
const materialMap = z
  .record(z.string(), z.union([filePath('a picture file'), z.array(material).min(1)]))
  .default({})
  .transform((map) =>
    inNfc(
      Object.fromEntries(
        Object.entries(map).map(([letter, given]) => [
          letter,
          typeof given === 'string' ? [{ file: given, weight: 1, mask: undefined }] : given,
        ]),
      ),
    ),
  );

const artworks = z.strictObject({
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
  pairing: z.enum(['turn', 'shuffle']).default('turn').meta({
    description:
      'How artworks are given to letters: turn goes through them in order, shuffle mixes them by the seed.',
  }),
  map: materialMap.meta({
    allowed: 'letters with a picture file each, like { A: art/sea.jpg }, or with a list of pictures to blend',
    description:
      'Artworks that are fixed for certain letters; the other letters are paired as usual. A list blends several pictures by weight, like { A: [{ file: sea.jpg, weight: 2 }, { file: sky.jpg }] }; a mask is a picture whose white places are used.',
  }),
  ground: materialMap.meta({
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

const split = z.strictObject({
  by: z.enum(['auto', 'lightness', 'colour', 'none']).default('auto').meta({
    description:
      'What tells the two parts of the artwork apart: lightness, its main colour contrast (blue against gold, say), or auto, the one that says more; none makes letter and ground of the whole artwork.',
  }),
  inkRatio: between(0.05, 1).default(0.3).meta({
    unit: 'of the artwork’s area',
    description:
      'How much of the artwork, from its dark end on (from its light end for a light letter), gives the look of the letter itself.',
  }),
  groundRatio: between(0.05, 1).default(0.65).meta({
    unit: 'of the artwork’s area',
    description: 'How much of the artwork, from the other end on, gives the look of the ground.',
  }),
});

const transfer = z.strictObject({
  sizePx: wholeBetween(32, 4096).default(400).meta({
    unit: 'px',
    flag: 'size',
    value: 'PX',
    description: 'Side of a finished letter; 128 makes a quick preview.',
  }),
  iterations: wholeBetween(1, 200).default(20).meta({
    flag: 'iterations',
    value: 'N',
    description: 'How many times a letter is improved; more than 30 change little.',
  }),
  evaluationsPerIteration: wholeBetween(1, 100).default(20).meta({
    description: 'How many looks at the picture one iteration may take at most.',
  }),
  contentWeight: between(0, 10).default(0.12).meta({
    description: 'How strictly the letter keeps its shape; higher is easier to read, lower is more artwork.',
  }),
  detail: between(0.25, 4).default(1.5).meta({
    unit: 'times',
    description:
      'Scale of the artwork relative to the letter; 2 makes its strokes and forms twice as large, 0.5 half as large.',
  }),
  layerWeights: z
    .array(between(0, 100))
    .length(4)
    .refine((weights) => weights.some((weight) => weight > 0), {
      error: 'hold at least one number above 0',
    })
    .default([1, 1, 1, 1])
    .meta({
      description:
        'What counts how much in the artwork’s look, from colour and grain (first number) to larger forms (fourth).',
    }),
  scope: z.enum(['both', 'ink', 'ground']).default('both').meta({
    flag: 'scope',
    value: 'PART',
    description: 'What is styled: the letter (ink), what it stands on (ground), or both.',
  }),
  plain: z
    .union([z.literal('transparent'), colourText])
    .default('#ffffff')
    .meta({
      allowed: 'the word transparent, or a colour like "#ffcc00" (in quotes)',
      description: 'What the part that is not styled becomes, when only one is.',
    }),
  contrast: between(0, 1).default(0.36).meta({
    flag: 'contrast',
    value: 'N',
    description:
      'How far apart in lightness letter and ground are held; 0 leaves it to the artwork, 1 makes a poster.',
  }),
  toneWeight: between(0, 1000).default(2).meta({
    description: 'How strictly the contrast is held on to while the letter is painted.',
  }),
  fitRatio: between(0, 0.25).default(0.005).meta({
    unit: 'of the letter’s side',
    flag: 'fit',
    value: 'N',
    description: 'How far the texture may leave the outline: 0 is strict, 0.1 is wild.',
  }),
  polarity: z.enum(['auto', 'dark-on-light', 'light-on-dark']).default('auto').meta({
    flag: 'polarity',
    value: 'WORD',
    description:
      'Whether a dark letter stands on a light ground or a light one on a dark ground; auto asks the artwork.',
  }),
  secondTryBelow: between(0, 1).default(0.4).meta({
    unit: 'of full legibility',
    description:
      'A letter that turns out less legible than this is made once more with more contrast, and the better one is kept; 0 never tries again.',
  }),
  colours: z
    .union([z.enum(['artwork', 'glyph']), z.array(colourText).min(1).max(16)])
    .default('artwork')
    .meta({
      allowed: 'the word artwork, the word glyph, or a list of colours like ["#102030", "#ffcc00"]',
      description:
        'Where colours come from: the artwork, the glyph (black and white, only the artwork’s drawing is carried over), or a palette from dark to light.',
    }),
  start: z
    .union([z.enum(startWords), filePath('a picture file')])
    .default('artwork')
    .meta({
      allowed: 'the word artwork, glyph or noise, or a picture file',
      description:
        'What a letter is painted over: the glyph in the artwork’s own colours, the glyph in black and white, noise, or a picture.',
    }),
  totalVariation: between(0, 100).default(1).meta({
    description: 'How strongly single stray dots are smoothed away.',
  }),
  totalVariationKind: z.enum(['smooth', 'edges']).default('smooth').meta({
    description: 'What smoothing does to sharp edges: smooth softens them too, edges spares them.',
  }),
  startNoise: between(0, 1).default(0.02).meta({
    unit: 'of the way from black to white',
    description: 'Strength of the noise in the picture that a letter starts from.',
  }),
  split: split.prefault({}).meta({
    description: 'Which parts of the artwork become the letter and which the ground around it.',
  }),
  method: z.enum(['regions', 'original']).default('regions').meta({
    description:
      'How: regions paints letter and ground each in their own part of the artwork; original is style transfer as a script of 2016 did it, for comparison, and heeds only size, iterations, evaluations, contentWeight and totalVariation.',
  }),
});

const sheet = z.strictObject({
  columns: autoOr(1, 100).meta({
    description: 'Letters in a row of the sheet; auto chooses a pleasant shape.',
  }),
  gapRatio: between(0, 1).default(0).meta({
    unit: 'of a letter’s side',
    description: 'Space between the letters of the sheet.',
  }),
  marginRatio: between(0, 1).default(0).meta({
    unit: 'of a letter’s side',
    description: 'Space around all letters of the sheet.',
  }),
  paper: colour('#ffffff').meta({
    description: 'The colour of the sheet where no letter covers it.',
  }),
});

/** The whole configuration: what may be written, and with all defaults what comes of it. */
export const alphabetSchema = z
  .strictObject({
    preset: z.enum(presetNames).default('balanced').meta({
      flag: 'preset',
      value: 'NAME',
      description:
        'The feel of the whole alphabet in one word; every other key of «transfer» starts from there. balanced is painted and readable, bold is for posters, painterly has larger strokes, wild hardly keeps to the outline, ink-only leaves the ground plain, original-look has the look of style transfer as it was first done, original is that itself, with VGG-16.',
    }),
    characters: z
      .union([z.string(), z.array(z.string())])
      .default('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
      .transform((given, context) => {
        const { characters, faults } = Array.isArray(given)
          ? singleCharacters(given)
          : splitCharacters(given);
        for (const { at, error } of faults) {
          context.addIssue({ code: 'custom', path: at === undefined ? [] : [at], message: error });
        }
        return characters;
      })
      .meta({
        allowed: 'text like "ABC", or a list of single characters',
        flag: 'characters',
        value: 'TEXT',
        description:
          'The letters of the alphabet, in the order of the sheet; any characters of the font, each once.',
      }),
    font: font.prefault({}).meta({ description: 'The font that gives the letters their shape.' }),
    glyph: glyph.prefault({}).meta({ description: 'How a letter sits in its picture.' }),
    artworks: artworks.prefault({}).meta({ description: 'The pictures that give the letters their look.' }),
    encoder: filePath('compact, rich, vgg19, vgg16, or a file of weights').default('compact').meta({
      allowed: 'compact, rich, vgg19, vgg16, or a file of weights',
      flag: 'encoder',
      value: 'NAME',
      description:
        'What looks at the pictures: compact is quick, rich sees more and takes longer; vgg19 and vgg16 are large and for those who have their weights (abecedary weights list tells).',
    }),
    transfer: transfer.prefault({}).meta({ description: 'How an artwork is carried over to a letter.' }),
    sheet: sheet.prefault({}).meta({ description: 'The page that shows all letters together.' }),
    seed: z.int().min(0).default(1).meta({
      flag: 'seed',
      value: 'N',
      description: 'Everything random follows this number: the same seed gives the same pictures again.',
    }),
    out: filePath('a folder').default('out').meta({
      allowed: 'a folder',
      flag: 'out',
      value: 'DIR',
      description: 'The folder that receives the letters and the sheet; it is made if it is not there.',
    }),
    workers: autoOr(1, 64).meta({
      flag: 'workers',
      value: 'N',
      description: 'How many letters are worked on at the same time; auto fits it to the machine.',
    }),
  })
  .superRefine((config, context) => {
    for (const key of ['map', 'ground', 'masks'] as const) {
      const known = key === 'map' ? config.characters : [...config.characters, 'all'];
      for (const letter of Object.keys(config.artworks[key])) {
        if (known.includes(letter)) continue;
        context.addIssue({
          code: 'custom',
          path: ['artworks', key, letter],
          message: `be one of the characters of this alphabet${key === 'map' ? '' : ', or all'}`,
          params: { keys: known },
        });
      }
    }
  })
  .meta({ title: 'Abecedary configuration' });

/**
 * The resolved configuration: plain data with every default filled in. `characters` holds one grapheme cluster (NFC)
 * each, without duplicates. Paths are absolute; only words that stand for something
 * else (`default` in font.file, `included` in artworks.from, the names of encoders) stay as they are.
 */
export type AlphabetConfig = z.output<typeof alphabetSchema>;
/** What a file or a program may give: every key is optional. */
export type AlphabetConfigInput = z.input<typeof alphabetSchema>;

export type FontSettings = AlphabetConfig['font'];
export type GlyphSettings = AlphabetConfig['glyph'];
export type ArtworkSettings = AlphabetConfig['artworks'];
/** How a picture becomes the square that is looked at. */
export interface ArrangementSettings {
  readonly x: number;
  readonly y: number;
  readonly sizeRatio: number;
  readonly turnDegrees: number;
  readonly tiles: number;
  readonly background: string;
}
export type TransferSettings = AlphabetConfig['transfer'];
export type SheetSettings = AlphabetConfig['sheet'];
