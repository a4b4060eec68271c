import { z } from 'zod';
import { singleCharacters, splitCharacters } from './characters.js';

/*
 * Every key's default, limits, unit and explanation live here and nowhere else. Sentences about mistakes, command line
 * flags, docs/config.md and the editors' JSON Schema are derived. Beside the description a key may carry:
 * `allowed` (words for what it takes, where the type alone says too little), `unit`, and `flag` with `value`
 * (the command line flag that sets it, and the name of that flag's value in the help).
 */

const filePath = (allowed: string) =>
  z
    .string()
    // A NUL byte is the one thing that no file system takes.
    .regex(/^[^\0]+$/)
    .meta({ allowed });

const colour = (fallback: string) =>
  z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default(fallback)
    .meta({ allowed: 'a colour like "#ffcc00" (in quotes)' });

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
  marginRatio: between(0, 0.4).default(0.12).meta({
    unit: 'of the letter’s side',
    description: 'Empty space between a letter and the edge of its picture.',
  }),
});

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
  map: z
    .record(z.string(), filePath('a picture file'))
    .default({})
    .transform((map) =>
      Object.fromEntries(Object.entries(map).map(([letter, file]) => [letter.normalize('NFC'), file])),
    )
    .meta({
      allowed: 'letters with a picture file each, like { A: art/sea.jpg }',
      description: 'Artworks that are fixed for certain letters; the other letters are paired as usual.',
    }),
  background: colour('#ffffff').meta({
    description: 'The colour that is laid under artworks with transparent parts.',
  }),
});

const split = z.strictObject({
  darkRatio: between(0.05, 0.5).default(0.3).meta({
    unit: 'of the artwork’s area',
    description: 'How much of the artwork, from its darkest parts on, gives the look of the letter itself.',
  }),
  lightRatio: between(0.05, 0.5).default(0.3).meta({
    unit: 'of the artwork’s area',
    description: 'How much of the artwork, from its lightest parts on, gives the look of the ground.',
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
  totalVariation: between(0, 100).default(1).meta({
    description: 'How strongly single stray dots are smoothed away.',
  }),
  startNoise: between(0, 1).default(0.02).meta({
    unit: 'of the way from black to white',
    description: 'Strength of the noise in the picture that a letter starts from.',
  }),
  split: split.prefault({}).meta({
    description: 'Which parts of the artwork become the letter and which the ground around it.',
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
    for (const letter of Object.keys(config.artworks.map)) {
      if (config.characters.includes(letter)) continue;
      context.addIssue({
        code: 'custom',
        path: ['artworks', 'map', letter],
        message: 'be one of the characters of this alphabet',
        params: { keys: config.characters },
      });
    }
  })
  .meta({ title: 'Abecedary configuration' });

/**
 * The resolved configuration: plain data with every default filled in. `characters` holds one grapheme cluster (NFC)
 * each, without duplicates. Paths are absolute; only the words `default` (font.file) and `included` (artworks.from)
 * stay as they are.
 */
export type AlphabetConfig = z.output<typeof alphabetSchema>;
/** What a file or a program may give: every key is optional. */
export type AlphabetConfigInput = z.input<typeof alphabetSchema>;

export type FontSettings = AlphabetConfig['font'];
export type GlyphSettings = AlphabetConfig['glyph'];
export type ArtworkSettings = AlphabetConfig['artworks'];
export type TransferSettings = AlphabetConfig['transfer'];
export type SheetSettings = AlphabetConfig['sheet'];
