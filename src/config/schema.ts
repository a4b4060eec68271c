import { z } from 'zod';
import { singleCharacters, splitCharacters } from './characters.js';
import { engineNames } from './engine-names.js';
import { autoOr, filePath } from './fields.js';
import { presetNames } from './presets.js';
import { artworks } from './sections/artworks.js';
import { cutouts } from './sections/cut-outs.js';
import { film } from './sections/film.js';
import { font } from './sections/font.js';
import { glyph } from './sections/glyph.js';
import { letters } from './sections/letters.js';
import { overview } from './sections/overview.js';
import { report } from './sections/report.js';
import { schedule } from './sections/schedule.js';
import { sheet } from './sections/sheet.js';
import { text } from './sections/text.js';
import { transfer } from './sections/transfer.js';

/*
 * Every key's default, limits, unit and explanation live here and nowhere else. Sentences about mistakes, command line
 * flags, docs/config.md and the editors' JSON Schema are derived. Beside the description a key may carry:
 * `allowed` (words for what it takes, where the type alone says too little), `unit`, and `flag` with `value`
 * (the command line flag that sets it, and the name of that flag's value in the help).
 */

/** Encoders that go by a name. */
export const encoderWords = ['compact', 'rich', 'vgg19', 'vgg16'] as string[];

/** The whole configuration: what may be written, and with all defaults what comes of it. */
export const alphabetSchema = z
  .strictObject({
    preset: z.enum(presetNames).default('found').meta({
      flag: 'preset',
      value: 'NAME',
      description:
        'The feel of the whole alphabet in one word; every other key of «transfer» starts from there. found looks for the letter in the artwork and lets its forms run through the outline where that reads well, bold cuts it out for posters, shadow lays it in the artwork softly, collage lays bare pieces, painted paints from the artwork’s look alone, painterly with larger strokes, wild hardly keeps to the outline, ink-only leaves the ground plain, original-look has the look of style transfer as it was first done, original is that itself, with VGG-16.',
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
    engine: z.enum(engineNames).default('auto').meta({
      flag: 'engine',
      value: 'NAME',
      description:
        'What does the arithmetic: cpu runs everywhere and makes the same bytes on every processor of a kind, the others need a GPU or a package (docs/engines.md, abecedary doctor); auto takes a GPU where there is one that can be used, else the CPU. A named engine that cannot be used here is refused.',
    }),
    transfer: transfer.prefault({}).meta({ description: 'How an artwork is carried over to a letter.' }),
    letters: letters.meta({
      allowed:
        'letters with an artwork or with settings each, like { A: art/sea.jpg, Q: { seed: 7, contrast: 0.6 } }',
      description:
        'What single letters have of their own: artwork, place, preset, seed, contrast, fit, detail, polarity, found, lay, legible, seam, font, axes, scale, shiftX, shiftY, and lock, which keeps a letter as it is once it is made. Letters without an artwork here are paired as usual. `abecedary letter Q --seed 7` gives the same to a letter of one run’s folder.',
    }),
    sheet: sheet.prefault({}).meta({ description: 'The page that shows all letters together.' }),
    overview: overview.prefault({}).meta({
      description:
        'A page that shows plain letter, artwork and result side by side; it takes its looks from «sheet».',
    }),
    film: film.prefault({}).meta({ description: 'The iterations of every letter as animations.' }),
    report: report.prefault({}).meta({ description: 'A page for the browser that shows the whole run.' }),
    cutouts: cutouts.prefault({}).meta({ description: 'Letters cut out of their ground.' }),
    text: text.prefault({}).meta({ description: 'A text that is set and styled: `abecedary text`.' }),
    schedule: schedule
      .prefault({})
      .meta({ description: 'Who makes the letters, and where finished ones are kept.' }),
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
      description:
        'How many processes work on letters at the same time, each on one letter or one batch; auto fits it to the machine.',
    }),
    batch: autoOr(1, 64).meta({
      flag: 'batch',
      value: 'N',
      description:
        'How many letters a process makes together, to fill a GPU; auto is 1 on the CPU, which gains nothing by more, and as many as its memory bears on a GPU (docs/engines.md). Letters that are painted in tiles are made one by one.',
    }),
  })
  .superRefine((config, context) => {
    for (const letter of Object.keys(config.letters)) {
      if (config.characters.includes(letter)) continue;
      context.addIssue({
        code: 'custom',
        path: ['letters', letter],
        message: 'be one of the characters of this alphabet',
        params: { keys: config.characters },
      });
    }
    for (const key of ['ground', 'masks'] as const) {
      const known = [...config.characters, 'all'];
      for (const letter of Object.keys(config.artworks[key])) {
        if (known.includes(letter)) continue;
        context.addIssue({
          code: 'custom',
          path: ['artworks', key, letter],
          message: 'be one of the characters of this alphabet, or all',
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
/** What one letter has of its own. */
export type LetterSettings = AlphabetConfig['letters'][string];
export type PlaceSettings = NonNullable<LetterSettings['place']>;
export type ScheduleSettings = AlphabetConfig['schedule'];
export type SheetSettings = AlphabetConfig['sheet'];
export type FilmSettings = AlphabetConfig['film'];
export type TextSettings = AlphabetConfig['text'];
