import type { Command } from 'commander';
import type { Action } from './action.js';
import { addConfigFlags, afterHelp } from './config-flags.js';
import { followRun } from './follow.js';
import { readConfig } from './read-config.js';

/** Adds `text`. */
export function addTextCommand(program: Command, action: Action): void {
  addConfigFlags(program.command('text'), 'text')
    .summary('set a text and style it')
    .argument('[TEXT]', 'the words; \\n starts a new line, two of them a new stanza')
    .description(
      'Sets a text with kerning, ligatures and whatever its script asks for, and paints it as one picture, or lays it from single styled letters. A page that is already there with the same settings is kept.',
    )
    .option('--force', 'make the page again though it is there')
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, words: string | undefined, { force, ...flags }) => {
        const config = await readConfig(product, flags);
        const content = words?.replaceAll('\\n', '\n');
        return followRun((signal) => product.makeText(config, { content, force: force === true, signal }));
      }),
    );
}
