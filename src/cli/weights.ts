import { join } from 'node:path';
import type { Command } from 'commander';
import { AbecedaryError } from '../base/errors.js';
import { printable } from '../base/printable.js';
import type { EncoderState, PullProgress, WeightsSet } from '../index.js';
import type { Action, Product } from './action.js';
import { done, reportError } from './exit-codes.js';
import { untilInterrupted } from './interrupt.js';
import { say, sayAside } from './say.js';
import type { Screen } from './screen.js';
import { nameFile } from './words.js';

/** Adds `weights list`, `weights pull` and `weights path`. */
export function addWeightsCommands(program: Command, action: Action): void {
  const weights = program
    .command('weights')
    .summary('list or fetch the weights of larger encoders')
    .description('Lists and fetches the weights of encoders that do not come with the program.')
    .helpCommand(false);
  weights
    .command('list')
    .description('Lists the encoders, and whether their weights are there.')
    .action(
      action(async ({ listEncoders }) => {
        say(describeEncoders(await listEncoders()).trimEnd());
        return done;
      }),
    );
  weights
    .command('pull')
    .argument('<NAME>', 'the encoder: vgg19')
    .option(
      '--from <DIR|URL>',
      'A folder, or the address of one, that has the files; default: their own repository.',
    )
    .description(
      'Fetches the weights of an encoder and compares every file with what it is to be. Ctrl-C stops; the same command goes on from there.',
    )
    .action(
      action((product, name: string, { from }: { from?: string }) =>
        pull(product, fetchableSet(product, name), from),
      ),
    );
  weights
    .command('path')
    .description('Prints the folder that keeps weights.')
    .action(
      action(async ({ weightsFolder }) => {
        say(weightsFolder());
        return done;
      }),
    );
}

function describeEncoders(encoders: readonly EncoderState[]): string {
  const rows = encoders.map(({ name, path, included, fetch, places }) => {
    if (included) return [name, 'comes with the program'];
    if (path !== undefined) return [name, `is there: ${nameFile(path)}`];
    if (fetch === undefined)
      return [name, `not there; put it at ${nameFile(places[0]!)} (docs/vgg.md says how)`];
    const part =
      fetch.missing === fetch.files ? 'not there' : `${fetch.missing} of ${fetch.files} files are missing`;
    return [name, `${part}; abecedary weights pull ${name} fetches ${megabytes(fetch.bytes)} MB`];
  });
  return rows.map(([name, state]) => `${name!.padEnd(8)} ${state}\n`).join('');
}

function fetchableSet({ fetchable }: Product, name: string): WeightsSet {
  const set = Object.values(fetchable).find((each) => each.name === name);
  if (set !== undefined) return set;
  const known = Object.keys(fetchable).join(', ');
  throw new AbecedaryError(
    'config',
    `Expected NAME to be an encoder whose weights can be fetched (${known}), got ${JSON.stringify(name)}; docs/vgg.md tells how to use others.`,
  );
}

function pull(
  { pullWeights, weightsFolder }: Product,
  set: WeightsSet,
  from: string | undefined,
): Promise<number> {
  const screen = process.stdout;
  const view = createPullView(set.name, screen);
  const sayStopped = () =>
    sayAside('abecedary: Stopped; what has come is kept, and the same command goes on from there.');
  return untilInterrupted(sayStopped, async (signal) => {
    try {
      const folder = await pullWeights(set, { from, signal, onProgress: view.show });
      view.close();
      screen.write(`${set.name} is there: ${nameFile(folder)}\nits weights: ${set.licence}\n`);
      return done;
    } catch (error) {
      view.close();
      if (signal.aborted || !(error instanceof AbecedaryError && error.code === 'weights')) throw error;
      const exitCode = reportError(error);
      sayAside(
        `By hand: put the ${set.files.length} files of ${set.source} into ${join(weightsFolder(), set.name)}, or into a folder that you name with --from, which compares them too.`,
      );
      return exitCode;
    }
  });
}

interface PullView {
  show(progress: PullProgress): void;
  close(): void;
}

/** One line that is written over in a terminal; else a line whenever another file is there. */
function createPullView(name: string, screen: Screen): PullView {
  const movable = screen.isTTY === true && process.env.TERM !== 'dumb';
  let shown = '';
  return {
    show({ bytes, totalBytes, files, totalFiles }) {
      const filled = Math.floor((20 * bytes) / totalBytes);
      const bar = movable ? `${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ` : '';
      const amount = movable ? `${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ` : '';
      const line = `${name}: ${bar}${amount}${files} of ${totalFiles} files`;
      if (line === shown) return;
      shown = line;
      screen.write(movable ? `\r\x1b[K${printable(line)}` : `${printable(line)}\n`);
    },
    close() {
      if (movable && shown !== '') screen.write('\n');
    },
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
