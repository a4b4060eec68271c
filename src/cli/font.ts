import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { printable } from '../base/printable.js';
import type { ColourFontResult } from '../index.js';
import type { Action } from './action.js';
import { sayUnfinished } from './cut-outs.js';
import { done } from './exit-codes.js';
import { readRatio, readStrikes } from './flag-values.js';
import { untilInterrupted } from './interrupt.js';
import { readConfig } from './read-config.js';
import { say } from './say.js';
import { nameFile } from './words.js';

/** What `font` takes. */
interface Options {
  readonly family: string;
  readonly to: string;
  readonly out?: string;
  readonly config?: string;
  readonly smallLetters: 'auto' | 'capitals' | 'own';
  readonly others: 'pictures' | 'outlines' | 'none';
  readonly alternates?: readonly string[];
  readonly strikes?: readonly number[];
  readonly grow?: number;
}

/** Adds `font`. */
export function addFontCommand(program: Command, action: Action): void {
  program
    .command('font')
    .summary('make a font of the letters of a finished run that can be typed with')
    .description(
      'Makes a colour font of the letters of a finished run, with the advances, kerning and lines of the font that they are made from: FILE.ttf with sbix and SVG, FILE-CBDT.ttf, FILE-flat.ttf in flat colours, all as WOFF2, and a specimen page.',
    )
    .requiredOption('--family <NAME>', 'The name by which programs list the font.')
    .requiredOption('--to <FILE>', 'The font file, ending in .ttf; the others lie beside it.')
    .option('--out <DIR>', 'The folder of the run. Default: that of the configuration.')
    .option('--config <FILE>', 'The configuration that says where the run is and how far to grow.')
    .addOption(
      new Option(
        '--small-letters <WORD>',
        'What small letters give: capitals, their own, or auto: capitals where capitals are styled and no small letter is.',
      )
        .choices(['auto', 'capitals', 'own'])
        .default('auto'),
    )
    .addOption(
      new Option(
        '--others <WORD>',
        'What becomes of the letters that are not styled: pictures, which are outlines with pictures of them in one colour for programs that show nothing else; outlines alone, or none of them.',
      )
        .choices(['pictures', 'outlines', 'none'])
        .default('pictures'),
    )
    .option(
      '--alternates <DIR,DIR,…>',
      'Output folders of other runs from the same font: their letters take turns where a letter comes again.',
      (given: string) => given.split(',').filter((folder) => folder !== ''),
    )
    .option(
      '--strikes <N,N,…>',
      'Sizes of the pictures in pixels per em, 8 to 2048. Default: the letters’ own size and each half of the one before.',
      readStrikes,
    )
    .option(
      '--grow <N>',
      'How far the pictures reach beyond the outline, as share of the letter’s side, 0 to 0.25. Default: cutouts.growRatio of the configuration.',
      readRatio,
    )
    .action(
      action(async (product, { out, config: file, to, grow, strikes, alternates, ...others }: Options) => {
        const config = await readConfig(product, file === undefined ? {} : { config: file });
        return untilInterrupted(sayUnfinished, async (signal) => {
          const made = await product.makeColourFont(out === undefined ? config.out : resolve(out), {
            ...others,
            file: resolve(to),
            growRatio: grow ?? config.cutouts.growRatio,
            strikes,
            alternates: alternates?.map((folder) => resolve(folder)),
            signal,
          });
          say(describeFont(made));
          return done;
        });
      }),
    );
}

function describeFont({ files, styled, glyphs, pairs, strikes, notes }: ColourFontResult): string {
  const widest = Math.max(...files.map(({ file }) => nameFile(file).length));
  return [
    ...files.map(
      ({ file, bytes, holds }) =>
        `${nameFile(file).padEnd(widest)}  ${describeBytes(bytes).padStart(8)}  ${holds}`,
    ),
    `${styled.length} letters in colour of ${glyphs} glyphs, ${pairs} kerning pairs`,
    `pictures at ${strikes.sbix.join(', ')} px per em; in CBDT at ${strikes.cbdt.join(', ')}`,
    ...notes.map((note) => `note: ${printable(note)}`),
  ].join('\n');
}

function describeBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
