import type { Command } from 'commander';
import { requireCharacter, requireCharacters } from '../index.js';
import { addConfigFlags, afterHelp } from './config-flags.js';
import type { Desk } from './desk.js';
import { followRun } from './follow.js';

/** Adds `alphabet` and `letter`. */
export function addAlphabetCommands(program: Command, { readConfig, make, action }: Desk): void {
  addFlags(program.command('alphabet'))
    .summary('render all letters and lay them out on a sheet')
    .description(
      'Renders every letter and lays all of them out on a sheet. Letters that are already there with the same settings are kept.',
    )
    .option('--force', 'render the letters that are already there again too')
    .addHelpText('after', afterHelp)
    .action(
      action(async ({ only, force, ...flags }) => {
        const config = await readConfig(flags);
        const chosen =
          only === undefined ? {} : { only: requireCharacters(config.characters, only, '--only') };
        return followRun((signal) => make(config, { ...chosen, force: force === true, signal }));
      }),
    );

  addFlags(program.command('letter'))
    .summary('render one letter again')
    .argument('<CHAR>', 'one of the characters of the configuration')
    .description(
      'Renders one letter again and lays out the sheet anew. The files of all other letters stay as they are.',
    )
    .addHelpText('after', afterHelp)
    .action(
      action(async (wanted: string, { only, ...flags }) => {
        const config = await readConfig(flags);
        const { characters } = config;
        const among = only === undefined ? characters : requireCharacters(characters, only, '--only');
        const letter = requireCharacter(among, wanted, 'CHAR');
        return followRun((signal) => make(config, { only: [letter], force: true, signal }));
      }),
    );
}

function addFlags(command: Command): Command {
  return addConfigFlags(command).option(
    '--only <A,B,…>',
    'Work on these letters only, with commas between them.',
  );
}
