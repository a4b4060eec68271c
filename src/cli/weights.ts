import { join } from 'node:path';
import type { Command } from 'commander';
import {
  AbecedaryError,
  fetchable,
  listEncoders,
  type PullProgress,
  pullWeights,
  weightsFolder,
} from '../index.js';
import type { Desk } from './desk.js';
import { done, interrupted, reportError } from './exit-codes.js';
import { onInterrupt } from './interrupt.js';
import type { Screen } from './screen.js';
import { nameFile } from './words.js';

/** Adds `weights list`, `weights pull` and `weights path`. */
export function addWeightsCommands(program: Command, { action }: Desk): void {
  const screen = process.stdout;
  const weights = program
    .command('weights')
    .summary('list or fetch the weights of larger encoders')
    .description('Lists and fetches the weights of encoders that do not come with the program.')
    .helpCommand(false);
  weights
    .command('list')
    .description('Lists the encoders, and whether their weights are there.')
    .action(
      action(async () => {
        screen.write(await describeEncoders());
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
    .action(action(async (name: string, { from }: { from?: string }) => pull(name, from, screen)));
  weights
    .command('path')
    .description('Prints the folder that keeps weights.')
    .action(
      action(async () => {
        screen.write(`${weightsFolder()}\n`);
        return done;
      }),
    );
}

async function describeEncoders(): Promise<string> {
  const rows = (await listEncoders()).map(({ name, path, included, fetch, places }) => {
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

async function pull(name: string, from: string | undefined, screen: Screen): Promise<number> {
  const set = Object.values(fetchable).find((each) => each.name === name);
  if (set === undefined) {
    const known = Object.keys(fetchable).join(', ');
    throw new AbecedaryError(
      'config',
      `Expected NAME to be an encoder whose weights can be fetched (${known}), got ${JSON.stringify(name)}; docs/vgg.md tells how to use others.`,
    );
  }
  const stopping = new AbortController();
  const release = onInterrupt(() => {
    console.error('abecedary: Stopped; what has come is kept, and the same command goes on from there.');
    stopping.abort();
  });
  const view = createPullView(name, screen);
  try {
    const folder = await pullWeights(set, { from, signal: stopping.signal, onProgress: view.show });
    view.close();
    screen.write(`${name} is there: ${nameFile(folder)}\nits weights: ${set.licence}\n`);
    return done;
  } catch (error) {
    view.close();
    if (stopping.signal.aborted) return interrupted;
    const exitCode = reportError(error);
    if (error instanceof AbecedaryError && error.code === 'weights') {
      console.error(
        `By hand: put the ${set.files.length} files of ${set.source} into ${join(weightsFolder(), name)}, or into a folder that you name with --from, which compares them too.`,
      );
    }
    return exitCode;
  } finally {
    release();
  }
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
      screen.write(movable ? `\r\x1b[K${line}` : `${line}\n`);
    },
    close() {
      if (movable && shown !== '') screen.write('\n');
    },
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
