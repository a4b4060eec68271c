import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { makeColourFont } from '../index.js';
import { readRatio, untilInterrupted } from './cut-outs.js';
import type { Desk } from './desk.js';
import { done } from './exit-codes.js';
import { nameFile, printable } from './words.js';

/** What `font` takes. */
interface Options {
  readonly family: string;
  readonly out: string;
  readonly run?: string;
  readonly config?: string;
  readonly smallLetters: 'auto' | 'capitals' | 'own';
  readonly others: 'outlines' | 'none';
  readonly strikes?: readonly number[];
  readonly grow?: number;
}

/** Adds `font`. */
export function addFontCommand(program: Command, { readConfig, action }: Desk): void {
  program
    .command('font')
    .summary('make a font of the letters of a finished run that can be typed with')
    .description(
      'Makes a colour font of the letters of a finished run, with the advances, kerning and lines of the font that they are made from: FILE.ttf with sbix and SVG, FILE-CBDT.ttf, both as WOFF2, and a specimen page.',
    )
    .requiredOption('--family <NAME>', 'The name by which programs list the font.')
    .requiredOption('--out <FILE>', 'The font file, ending in .ttf; the others lie beside it.')
    .option('--run <DIR>', 'The output folder of the run. Default: that of the configuration.')
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
        'What becomes of the letters that are not styled: outlines without colour, or none of them.',
      )
        .choices(['outlines', 'none'])
        .default('outlines'),
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
      action(async ({ run, config: file, out, grow, strikes, ...others }: Options) => {
        const config = await readConfig(file === undefined ? {} : { config: file });
        return untilInterrupted(async (signal) => {
          const made = await makeColourFont(run === undefined ? config.out : resolve(run), {
            ...others,
            file: resolve(out),
            growRatio: grow ?? config.cutouts.growRatio,
            strikes,
            signal,
          });
          const widest = Math.max(...made.files.map((each) => nameFile(each.file).length));
          console.log(
            [
              ...made.files.map(
                (each) =>
                  `${nameFile(each.file).padEnd(widest)}  ${describeBytes(each.bytes).padStart(8)}  ${each.holds}`,
              ),
              `${made.styled.length} letters in colour of ${made.glyphs} glyphs, ${made.pairs} kerning pairs`,
              `pictures at ${made.strikes.sbix.join(', ')} px per em; in CBDT at ${made.strikes.cbdt.join(', ')}`,
              ...made.notes.map((note) => `note: ${printable(note)}`),
            ].join('\n'),
          );
          return done;
        });
      }),
    );
}

function describeBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function readStrikes(value: string): number[] {
  const sizes = value.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 8 && size <= 2048)) return sizes;
  throw new InvalidArgumentError(
    'Expected whole numbers from 8 to 2048 with commas between them; change it.',
  );
}
