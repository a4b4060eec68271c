import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Action } from './action.js';
import { addConfigFlags, afterHelp } from './config-flags.js';
import { followRun } from './follow.js';
import { type Flags, readConfig } from './read-config.js';

/** Adds `alphabet` and `letter`. */
export function addAlphabetCommands(program: Command, action: Action): void {
  addFlags(program.command('alphabet'))
    .summary('render all letters and lay them out on a sheet')
    .description(
      'Renders every letter and lays all of them out on a sheet. Letters that are already there with the same settings are kept.',
    )
    .option('--force', 'render the letters that are already there again too')
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, { only, force, wait, ...flags }: RunFlags & Flags) => {
        const config = await readConfig(product, flags);
        const chosen =
          only === undefined ? {} : { only: product.requireCharacters(config.characters, only, '--only') };
        return followRun((signal) =>
          product.makeAlphabet(config, { ...chosen, force: force === true, wait: wait === true, signal }),
        );
      }),
    );

  addFlags(program.command('letter'))
    .summary('render one letter again')
    .argument('<CHAR>', 'one of the characters of the configuration')
    .description(
      'Renders one letter again and lays out the sheet anew. The files of all other letters stay as they are.',
    )
    .option(
      '--style <FILE>',
      'A new artwork for this letter, which later runs in the same folder keep; auto gives it its usual one again.',
    )
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, wanted: string, { only, style, wait, ...flags }: RunFlags & Flags) => {
        const { makeAlphabet, requireCharacter, requireCharacters } = product;
        const config = await readConfig(product, flags);
        const { characters } = config;
        const among = only === undefined ? characters : requireCharacters(characters, only, '--only');
        const letter = requireCharacter(among, wanted, 'CHAR');
        const artworks =
          style === undefined ? undefined : { [letter]: style === 'auto' ? undefined : resolve(style) };
        return followRun((signal) =>
          makeAlphabet(config, { only: [letter], force: true, artworks, wait: wait === true, signal }),
        );
      }),
    );
}

/** What these commands take beside the flags of the configuration. */
interface RunFlags {
  readonly only?: string;
  readonly style?: string;
  readonly force?: boolean;
  readonly wait?: boolean;
}

function addFlags(command: Command): Command {
  return addConfigFlags(command)
    .option('--only <A,B,…>', 'Work on these letters only, with commas between them.')
    .option('--wait', 'Where another process works in the --out folder, wait for it instead of refusing.');
}
