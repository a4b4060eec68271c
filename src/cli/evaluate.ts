import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../base/printable.js';
import type { Evaluation, LetterFigures } from '../index.js';
import type { Action, Product } from './action.js';
import { addConfigFlags, refuseIdle } from './config-flags.js';
import { done } from './exit-codes.js';
import { readCount } from './flag-values.js';
import { followRun } from './follow.js';
import { afterHelp } from './help.js';
import { type Flags, readConfigOfRun } from './read-config.js';
import { say, sayAside, sayJson } from './say.js';
import { nameFile } from './words.js';

/** What `evaluate` takes beside the flags of the configuration. */
interface EvaluateOptions {
  readonly pairings: number;
  /** A finished run that is measured instead of rendering. */
  readonly run?: string | undefined;
  /** Weights of the encoder that measures. */
  readonly judge?: string | undefined;
  readonly json?: boolean | undefined;
  readonly force?: boolean | undefined;
}

/** Adds `evaluate`. */
export function addEvaluateCommand(program: Command, action: Action): void {
  addConfigFlags(program.command('evaluate'))
    .summary('measure how legible the letters are and how near to their artworks')
    .description(
      'Renders the letters, measures every one of them (is it recognised, is it read by OCR, how near is its style to the artwork’s, how many of its forms are the artwork’s and how much of it is copied, has it dots or a frame that the artwork has not) and lays a contact sheet.',
    )
    .option(
      '--pairings <N>',
      'How many times to render the letters, each time with other artworks. Takes a whole number from 1 on. Default: 1.',
      readCount,
      1,
    )
    .option('--run <DIR>', 'Measure the letters of this finished run instead of rendering any.')
    .option(
      '--judge <FILE>',
      'Weights of the encoder that measures the style distance and the forms. Default: VGG-19 where its weights were fetched (abecedary weights pull vgg19), else the encoder that comes with the program.',
    )
    .option('--json', 'Print all figures as JSON instead of the table.')
    .option('--force', 'Render the letters that are already there again too.')
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, { pairings, run, judge, json, force, ...flags }: EvaluateOptions & Flags) =>
        evaluate(product, { pairings, run, judge, json, force }, flags),
      ),
    );
}

/** Renders the letters with as many pairings as wanted, unless a finished run is named, and shows the figures. */
async function evaluate(
  product: Product,
  { pairings, run, judge, json = false, force = false }: EvaluateOptions,
  flags: Flags,
): Promise<number> {
  let runs = run === undefined ? [] : [resolve(run)];
  let out: string | undefined;
  if (run !== undefined) refuseIdle('the finished run of --run', flags, []);
  else {
    const { config, madeWith } = await readConfigOfRun(product, flags);
    out = config.out;
    const configs = await product.planPairings(config, pairings);
    for (const each of configs) {
      // With --json, stdout belongs to the figures.
      const exitCode = await followRun((signal) => product.makeAlphabet(each, { madeWith, force, signal }), {
        screen: json ? process.stderr : process.stdout,
      });
      if (exitCode !== done) return exitCode;
    }
    runs = configs.map((each) => each.out);
  }
  sayAside('measuring …');
  const evaluation = await product.evaluateRuns(runs, { out, encoder: judge && resolve(judge) });
  if (json) sayJson(evaluation);
  else say(describeEvaluation(evaluation));
  return done;
}

/** The figures as a table, a line for each letter, and their sum against its limits. */
export function describeEvaluation({ letters, sum, encoder, ocrSkipped, contactSheet }: Evaluation): string {
  const several = new Set(letters.map(({ run }) => run)).size > 1;
  const table = alignColumns([
    ['', 'rank', 'R²', 'OCR', 'style', 'forms', 'copied', 'pepper', 'of art', 'border', 'of art', 'artwork'],
    ...letters.map((letter) => describeLetter(letter, several)),
  ]);
  return [
    ...table,
    '',
    `right letter first   ${sum.rankedFirst} of ${sum.letters}`,
    `mean R²              ${sum.r2.toFixed(3)}`,
    ocrSkipped ?? `read by OCR          ${sum.read} of ${sum.readable}`,
    `style distance       ${sum.styleDistance.toFixed(3)} (under ${encoder})`,
    `forms                ${sum.forms.toFixed(3)} (under ${encoder})`,
    `copied               ${sum.copied.toFixed(3)}`,
    `pepper index         ${sum.pepper.toFixed(4)}, ${describeLimit(sum.pepper, sum.pepperLimit, 4)}`,
    `border index         ${sum.border.toFixed(3)}, ${describeLimit(sum.border, sum.borderLimit, 3)}`,
    `contact sheet        ${nameFile(contactSheet)}`,
  ].join('\n');
}

function describeLetter(letter: LetterFigures, severalRuns: boolean): string[] {
  const { character, rank, r2, best, read, said } = letter;
  const artwork = printable(basename(letter.artwork));
  return [
    character,
    rank === 1 ? '1' : `${rank} (${best})`,
    r2.toFixed(2),
    read === undefined ? '' : read ? 'yes' : `no ${printable(said.slice(0, 2).join(' '))}`,
    letter.styleDistance.toFixed(3),
    letter.forms.toFixed(2),
    letter.copied.toFixed(2),
    letter.pepper.toFixed(4),
    letter.pepperOfArtwork.toFixed(4),
    letter.border.toFixed(2),
    letter.borderOfArtwork.toFixed(2),
    severalRuns ? `${basename(letter.run)}  ${artwork}` : artwork,
  ];
}

function describeLimit(value: number, limit: number, digits: number): string {
  return `${value <= limit ? 'within' : 'ABOVE'} 1.5 × the artworks’ own (${limit.toFixed(digits)})`;
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}
