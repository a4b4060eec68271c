import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Action } from './action.js';
import { done } from './exit-codes.js';
import { readCount } from './flag-values.js';
import { untilInterrupted } from './interrupt.js';
import { openFile } from './open-file.js';
import { readConfig } from './read-config.js';
import { say, sayAside } from './say.js';

/** What `studio` takes. */
interface Options {
  readonly out?: string;
  readonly port?: number;
  readonly host?: string;
  readonly open: boolean;
}

/** Adds `studio`. */
export function addStudioCommand(program: Command, action: Action): void {
  program
    .command('studio')
    .summary('make an alphabet on a page in the browser')
    .description(
      'Opens a page in the browser on which an alphabet is made by looking: artworks and a font are dropped there, letters develop, are made again, compared, locked and downloaded. It works in the same folders as the other commands, on this machine alone.',
    )
    .option('--out <DIR>', 'The run that it opens on. Default: that of the configuration.')
    .option('--port <N>', 'Where it listens. Default: any port that is free.', readCount)
    .option(
      '--host <ADDRESS>',
      'Another address than 127.0.0.1, for other machines; needs a password in ABECEDARY_STUDIO_PASSWORD.',
    )
    .option('--no-open', 'Print the address and open no browser.')
    .action(
      action(async (product, { out, port, host, open }: Options) => {
        const { startStudio } = await import('../studio/index.js');
        const config = await readConfig(product, out === undefined ? {} : { out });
        const studio = await startStudio({
          ...{ out: resolve(config.out), folder: process.cwd(), port, host },
          password: process.env.ABECEDARY_STUDIO_PASSWORD,
        });
        say(`The studio is open at ${studio.url}\nCtrl-C ends it; every finished letter is kept.`);
        if (open) openFile(studio.url);
        return untilInterrupted(
          () => sayAside('abecedary: The studio is closed; every finished letter is kept.'),
          async (signal) => {
            await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
            await studio.close();
            return done;
          },
        );
      }),
    );
}
