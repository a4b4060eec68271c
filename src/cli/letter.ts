import type { Command } from 'commander';
import type { Action } from './action.js';
import { addRunFlags, type RunFlags } from './alphabet.js';
import { readCount, readNumberWithin, readPasses } from './flag-values.js';
import { followRun } from './follow.js';
import { afterHelp } from './help.js';
import { type LetterFlags, readChange } from './letter-change.js';
import { type Flags, readConfigOfRun } from './read-config.js';

/** Adds `letter`. */
export function addLetterCommand(program: Command, action: Action): void {
  addRunFlags(program.command('letter'))
    .summary('make one letter again, or another way')
    .argument('<CHAR>', 'one of the characters of the configuration')
    .description(
      'Makes one letter again and lays out the sheet anew. What is said of the letter (seed, preset, contrast, fit, detail, polarity, found, lay, legible, seam and the flags below) is written down in the run’s folder as its own, and later runs keep it. The files of all other letters stay as they are.',
    )
    .option('--style <FILE>', 'An artwork of its own; auto gives it its usual one again.')
    .option('--scale <N>', 'How much larger it is drawn, 0.2 to 3.', readNumberWithin(0.2, 3))
    .option('--shift-x <N>', 'How far it is moved right, as share of its side.', readNumberWithin(-0.5, 0.5))
    .option('--shift-y <N>', 'How far it is moved down, as share of its side.', readNumberWithin(-0.5, 0.5))
    .option('--next <N>', 'Pass over so many of the best places in its artwork, 0 to 20.', readPasses)
    .option(
      '--take <N>',
      'Make it as the try of that number on its last contact sheet (sheet --contact).',
      readCount,
    )
    .option('--lock', 'Keep it as it is from now on, whatever else is changed.')
    .option('--no-lock', 'Take the lock off again.')
    .option('--auto', 'Take back everything that it was given of its own in this folder.')
    .option('--undo', 'Take back the last change of it; what was made once is there at once.')
    .option('--redo', 'Make again the change that was taken back.')
    .addHelpText('after', afterHelp)
    .action(
      action(async (product, wanted: string, options: LetterFlags & RunFlags & Flags) => {
        const { change, flags } = await readChange(product, options);
        const { only, fresh, wait, quiet, json, open } = options;
        const { config, madeWith } = await readConfigOfRun(product, flags, { fresh: fresh === true });
        const { requireCharacter, requireCharacters, makeAlphabet } = product;
        const { characters } = config;
        const among = only === undefined ? characters : requireCharacters(characters, only, '--only');
        const letter = requireCharacter(among, wanted, 'CHAR');
        const letters = change && { [letter]: change };
        return followRun(
          (signal) =>
            makeAlphabet(config, {
              ...{ only: [letter], letters, madeWith, signal },
              wait: wait === true,
              // Without a change it is asked for again: somebody doubts what is there.
              force: change === undefined,
            }),
          { quiet, json, open },
        );
      }),
    );
}
