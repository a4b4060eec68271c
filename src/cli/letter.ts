import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AbecedaryError } from '../base/errors.js';
import type { AlphabetConfig, LetterChange, LetterSettings } from '../index.js';
import type { Action, Product } from './action.js';
import { addRunFlags, type RunFlags } from './alphabet.js';
import { afterHelp } from './config-flags.js';
import { readCount, readNumberWithin, readPasses } from './flag-values.js';
import { followRun } from './follow.js';
import { type Flags, type RunConfig, readConfigOfRun } from './read-config.js';

/** What `letter` takes beside the flags of the configuration and of a run. */
interface LetterFlags extends RunFlags {
  readonly style?: string;
  readonly scale?: number;
  readonly shiftX?: number;
  readonly shiftY?: number;
  readonly next?: number;
  readonly lock?: boolean;
  readonly take?: number;
  readonly auto?: boolean;
  readonly undo?: boolean;
  readonly redo?: boolean;
}

/** Adds `letter`. */
export function addLetterCommand(program: Command, action: Action): void {
  addRunFlags(program.command('letter'))
    .summary('make one letter again, or another way')
    .argument('<CHAR>', 'one of the characters of the configuration')
    .description(
      'Makes one letter again and lays out the sheet anew. What is said of the letter (seed, preset, contrast, fit, detail, polarity, found, lay, seam and the flags below) is written down in the run’s folder as its own, and later runs keep it. The files of all other letters stay as they are.',
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
      action(async (product, wanted: string, options: LetterFlags & Flags) => {
        const { config, madeWith, change } = await readLetter(product, options);
        const { requireCharacter, requireCharacters, makeAlphabet } = product;
        const { only } = options;
        const { characters } = config;
        const among = only === undefined ? characters : requireCharacters(characters, only, '--only');
        const letter = requireCharacter(among, wanted, 'CHAR');
        const letters = change && { [letter]: change };
        const { quiet, json, open } = options;
        return followRun(
          (signal) =>
            makeAlphabet(config, {
              ...{ only: [letter], letters, madeWith, signal },
              wait: options.wait === true,
              // Without a change it is asked for again: somebody doubts what is there.
              force: change === undefined,
            }),
          { quiet, json, open },
        );
      }),
    );
}

/** The configuration of the run, and what is to become of the letter's own settings; nothing where none was mentioned. */
async function readLetter(
  product: Product,
  options: LetterFlags & Flags,
): Promise<RunConfig & { readonly change: LetterChange | undefined }> {
  const { only: _, style, scale, shiftX, shiftY, next, lock, take, auto, undo, redo, ...more } = options;
  const { wait: __, quiet: ___, json: ____, open: _____, fresh, ...flags } = more;
  const ask = { fresh: fresh === true };
  const own = Object.keys(flags).filter((name) => name in ownFlags);
  const others = Object.fromEntries(Object.entries(flags).filter(([name]) => !(name in ownFlags)));
  // All together first: mistakes are told of with the names of the flags.
  const { config: asked } = await readConfigOfRun(product, flags as Flags, ask);
  const { config, madeWith } = await readConfigOfRun(product, others as Flags, ask);
  const set: LetterSettings = Object.assign(
    {},
    ...own.map((name) => ownFlags[name]!(asked)),
    artworkOf(style),
    next === undefined ? {} : { place: { next } },
    definedOf({ scale, shiftX, shiftY, lock }),
  );
  const ways = [auto && '--auto', take && '--take', undo && '--undo', redo && '--redo'].filter(
    (each) => each,
  );
  const isStep = undo === true || redo === true || take !== undefined;
  if (ways.length > 1 || (isStep && Object.keys(set).length > 0)) {
    const got = [...ways, ...(Object.keys(set).length > 0 ? ['settings'] : [])].join(' and ');
    throw new AbecedaryError(
      'config',
      `Expected one of --auto, --take, --undo, --redo, got ${got}; choose one.`,
    );
  }
  if (take !== undefined) return { config, madeWith, change: { take } };
  if (isStep) return { config, madeWith, change: { step: undo ? 'undo' : 'redo' } };
  const isChange = auto === true || Object.keys(set).length > 0;
  return { config, madeWith, change: isChange ? { set, auto } : undefined };
}

/** Flags of the configuration that are the letter's own here, by what they make of it. */
const ownFlags: Readonly<Record<string, (config: AlphabetConfig) => LetterSettings>> = {
  seed: ({ seed }) => ({ seed }),
  preset: ({ preset }) => ({ preset }),
  contrast: ({ transfer: { contrast } }) => ({ contrast }),
  fit: ({ transfer: { fitRatio } }) => ({ fit: fitRatio }),
  detail: ({ transfer: { detail } }) => ({ detail }),
  polarity: ({ transfer: { polarity } }) => ({ polarity }),
  found: ({ transfer: { found } }) => ({ found: found.amount }),
  lay: ({ transfer: { found } }) => ({ lay: found.lay }),
  seam: ({ transfer: { found } }) => ({ seam: found.seamRatio }),
};

/** The artwork that is named, its usual one for the word auto. */
function artworkOf(style: string | undefined): LetterSettings {
  if (style === undefined) return {};
  return { artwork: style === 'auto' ? undefined : [{ file: resolve(style), weight: 1 }] };
}

function definedOf(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
