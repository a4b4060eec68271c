import type { Command } from 'commander';
import type { Action } from './action.js';
import { addConfigFlags } from './config-flags.js';
import { addViewFlags, type FollowOptions, followRun } from './follow.js';
import { afterHelp } from './help.js';
import { type Flags, readConfigOfRun } from './read-config.js';

/** Adds `alphabet`. */
export function addAlphabetCommand(program: Command, action: Action): void {
  addRunFlags(program.command('alphabet'))
    .summary('render all letters and lay them out on a sheet')
    .description(
      'Renders every letter and lays all of them out on a sheet. Letters that are already there with the same settings are kept.',
    )
    .option('--force', 'Render the letters that are already there again too.')
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, { only, force, fresh, wait, quiet, json, open, ...flags }: RunFlags & Flags) => {
        const { config, madeWith } = await readConfigOfRun(product, flags as Flags, {
          fresh: fresh === true,
        });
        const chosen =
          only === undefined ? {} : { only: product.requireCharacters(config.characters, only, '--only') };
        return followRun(
          (signal) =>
            product.makeAlphabet(config, {
              ...chosen,
              madeWith,
              force: force === true,
              wait: wait === true,
              signal,
            }),
          { quiet, json, open },
        );
      }),
    );
}

/** What these commands take beside the flags of the configuration. */
export interface RunFlags extends Pick<FollowOptions, 'quiet' | 'json' | 'open'> {
  readonly only?: string;
  readonly force?: boolean;
  readonly wait?: boolean;
  readonly fresh?: boolean;
}

export function addRunFlags(command: Command): Command {
  return addViewFlags(addConfigFlags(command))
    .option('--only <A,B,…>', 'Work on these letters only, with commas between them.')
    .option(
      '--fresh',
      'Forget the configuration and the flags that the run in the --out folder was made with.',
    )
    .option('--wait', 'Where another process works in the --out folder, wait for it instead of refusing.');
}
