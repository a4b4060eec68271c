import type { Command } from 'commander';
import type { AlphabetConfig } from '../index.js';
import type { Action } from './action.js';
import { addConfigFlags, refuseFlag } from './config-flags.js';
import { addViewFlags, followRun } from './follow.js';
import { afterHelp } from './help.js';
import { readConfigOfRun } from './read-config.js';

/** Adds `text`. */
export function addTextCommand(program: Command, action: Action): void {
  const taken = { section: 'text', without: ['sheet', 'film'], but: ['pdf', 'profile'] };
  addViewFlags(addConfigFlags(program.command('text'), taken))
    .summary('set a text and style it')
    .argument('[TEXT]', 'the words; \\n starts a new line, two of them a new stanza')
    .description(
      'Sets a text with kerning, ligatures and whatever its script asks for, and paints it as one picture, or lays it from single styled letters. A page that is already there with the same settings is kept.',
    )
    .option('--force', 'Make the page again though it is there.')
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, words: string | undefined, { force, quiet, json, open, ...flags }) => {
        const { config } = await readConfigOfRun(product, flags);
        for (const [flag, what] of idleFlags(config)) if (flag in flags) refuseFlag(what, flag);
        const content = words?.replaceAll('\\n', '\n');
        return followRun((signal) => product.makeText(config, { content, force: force === true, signal }), {
          quiet,
          json,
          open,
        });
      }),
    );
}

/** Flags that change nothing for a text that is set like this, and how it is set. */
function idleFlags({
  text: { mode, path, formats },
}: AlphabetConfig): readonly (readonly [flag: string, what: string])[] {
  const whole = ['size', 'characters'].map((flag) => [flag, 'a text that is painted as a whole'] as const);
  const tiles = [['each', 'a text that is laid from tiles'] as const];
  const along = path === 'none' ? [] : [['wrap', 'a text that runs along a path'] as const];
  const printed = formats.includes('pdf') || formats.includes('tiff');
  const unprinted = printed ? [] : [['profile', 'a text without --as pdf or tiff'] as const];
  const noPdf = formats.includes('pdf') ? [] : [['pdf', 'a text without --as pdf'] as const];
  return [...(mode === 'whole' ? whole : tiles), ...along, ...noPdf, ...unprinted];
}
