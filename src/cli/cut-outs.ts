import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Action } from './action.js';
import { done } from './exit-codes.js';
import { readRatio } from './flag-values.js';
import { untilInterrupted } from './interrupt.js';
import { readConfig } from './read-config.js';
import { say, sayAside } from './say.js';
import { nameFile } from './words.js';

/** What `cutouts` takes. */
interface Options {
  readonly out?: string;
  readonly config?: string;
  readonly to?: string;
  readonly grow?: number;
  readonly svg: boolean;
}

/** Adds `cutouts`. */
export function addCutOutsCommand(program: Command, action: Action): void {
  program
    .command('cutouts')
    .summary('cut the letters of a finished run out of their ground')
    .description(
      'Writes every letter of a finished run as a transparent PNG and an SVG clipped by its outline, and cutouts.json, which has what is needed to set type with them.',
    )
    .option('--out <DIR>', 'The folder of the run. Default: that of the configuration.')
    .option('--config <FILE>', 'The configuration that says where the run is and how far to grow.')
    .option('--to <DIR>', 'The folder for the cut-outs. Default: cutouts in the run’s folder.')
    .option(
      '--grow <N>',
      'How far to reach beyond the outline, as share of the letter’s side. Takes a number from 0 to 0.25. Default: cutouts.growRatio of the configuration.',
      readRatio,
    )
    .option('--no-svg', 'Write no SVG.')
    .action(
      action(async (product, { out, config: file, to, grow, svg }: Options) => {
        const config = await readConfig(product, file === undefined ? {} : { config: file });
        return untilInterrupted(sayUnfinished, async (signal) => {
          const made = await product.makeCutOuts(out === undefined ? config.out : resolve(out), {
            to: to && resolve(to),
            growRatio: grow ?? config.cutouts.growRatio,
            svg: svg && config.cutouts.svg,
            signal,
          });
          const count = made.letters.length === 1 ? '1 letter' : `${made.letters.length} letters`;
          say(`${count} cut out: ${nameFile(made.folder)}\nmetrics: ${nameFile(made.metrics)}`);
          return done;
        });
      }),
    );
}

/** What is said when Ctrl-C stops the making of files one by one. */
export function sayUnfinished(): void {
  sayAside('abecedary: Stopped; what was written is whole, and the same command makes the rest.');
}
