import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { makeCutOuts } from '../index.js';
import type { Desk } from './desk.js';
import { done, interrupted, reportError } from './exit-codes.js';
import { onInterrupt } from './interrupt.js';
import { nameFile } from './words.js';

/** What `cutouts` takes. */
interface Options {
  readonly run?: string;
  readonly config?: string;
  readonly to?: string;
  readonly grow?: number;
  readonly svg: boolean;
}

/** Adds `cutouts`. */
export function addCutOutsCommand(program: Command, { readConfig, action }: Desk): void {
  program
    .command('cutouts')
    .summary('cut the letters of a finished run out of their ground')
    .description(
      'Writes every letter of a finished run as a transparent PNG and an SVG clipped by its outline, and cutouts.json, which has what is needed to set type with them.',
    )
    .option('--run <DIR>', 'The output folder of the run. Default: that of the configuration.')
    .option('--config <FILE>', 'The configuration that says where the run is and how far to grow.')
    .option('--to <DIR>', 'The folder for the cut-outs. Default: cutouts in the run’s folder.')
    .option(
      '--grow <N>',
      'How far to reach beyond the outline, as share of the letter’s side. Takes a number from 0 to 0.25. Default: cutouts.growRatio of the configuration.',
      readRatio,
    )
    .option('--no-svg', 'Write no SVG.')
    .action(
      action(async ({ run, config: file, to, grow, svg }: Options) => {
        const config = await readConfig(file === undefined ? {} : { config: file });
        return untilInterrupted(async (signal) => {
          const made = await makeCutOuts(run === undefined ? config.out : resolve(run), {
            to: to && resolve(to),
            growRatio: grow ?? config.cutouts.growRatio,
            svg: svg && config.cutouts.svg,
            signal,
          });
          const count = made.letters.length === 1 ? '1 letter' : `${made.letters.length} letters`;
          console.log(`${count} cut out: ${nameFile(made.folder)}\nmetrics: ${nameFile(made.metrics)}`);
          return done;
        });
      }),
    );
}

/** A share of a letter's side, as a flag gives it. */
export function readRatio(text: string): number {
  const ratio = Number(text);
  if (text.trim() === '' || !(ratio >= 0 && ratio <= 0.25))
    throw new InvalidArgumentError('Expected a number from 0 to 0.25; change it.');
  return ratio;
}

/** Does work that Ctrl-C stops between two letters. */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stopping = new AbortController();
  const release = onInterrupt(() => {
    console.error('abecedary: Stopped; what was written is whole, and the same command makes the rest.');
    stopping.abort();
  });
  try {
    return await work(stopping.signal);
  } catch (error) {
    return stopping.signal.aborted ? interrupted : reportError(error);
  } finally {
    release();
  }
}
