import type { Command } from 'commander';
import { AbecedaryError } from '../base/errors.js';
import { closest } from '../config/closest.js';
import type { AlphabetConfig, ProductName, Progress } from '../index.js';
import type { Action, Product } from './action.js';
import { addConfigFlags, refuseIdle } from './config-flags.js';
import { done } from './exit-codes.js';
import { addViewFlags, createSights, type FollowOptions, followRun } from './follow.js';
import { afterHelp } from './help.js';
import { untilInterrupted } from './interrupt.js';
import { openFile } from './open-file.js';
import { createPlainView } from './plain-view.js';
import { type Flags, readConfigOfRun } from './read-config.js';
import { say } from './say.js';
import { createView } from './view.js';
import { nameFile } from './words.js';

const products: readonly {
  readonly command: string;
  readonly makes: readonly ProductName[];
  /** What of the configuration it depends on; all when absent. */
  readonly only?: readonly string[];
  readonly summary: string;
  readonly description: string;
}[] = [
  {
    command: 'sheet',
    makes: ['sheet', 'overview'],
    summary: 'lay the sheet and the overview of a finished run again',
    description:
      'Lays the sheet of the letters that are in the --out folder, and the overview with plain letters, artworks and results. No letter is rendered.',
  },
  {
    command: 'film',
    makes: ['film'],
    only: ['out', 'film', 'sheet'],
    summary: 'make the films of a finished run again',
    description:
      'Makes the films of the letters that are in the --out folder, and that of the sheet, from the pictures after each iteration. Films that are up to date are kept; no letter is rendered.',
  },
  {
    command: 'report',
    makes: ['report'],
    only: ['out', 'sheet'],
    summary: 'write the report of a finished run again',
    description:
      'Writes report.html, one page that shows the letters in the --out folder with their artworks, losses, films and settings. No letter is rendered.',
  },
];

/** Adds the commands that make something of the letters of a finished run, and the contact sheet, which makes its own. */
export function addProductCommands(program: Command, action: Action): void {
  for (const { command: name, makes, only: takes, summary, description } of products) {
    const command = addViewFlags(addConfigFlags(program.command(name), takes && { only: takes }))
      .summary(summary)
      .description(description);
    if (name === 'sheet') {
      command
        .option(
          '--contact [WHAT]',
          'Make letters small in many ways instead, and lay them on one page with numbers, for letter CHAR --take N: with all artworks, or with different seeds, presets, places in the artwork, or sizes of its forms. Takes --only.',
        )
        .option('--only <A,B,…>', 'The letters of the contact sheet, with commas between them.');
    }
    command.addHelpText('after', afterHelp).action(
      action(async (product, given: ContactFlags & FollowOptions & Flags) => {
        const { contact, only, quiet, json, open, ...flags } = given;
        const style = { quiet, json, open };
        if (contact !== undefined) return layContact(product, { contact, only, flags }, style);
        if (only !== undefined) throw lonelyOnly;
        refuseIdle(`${name} without --contact`, flags, takes ?? ['out', 'sheet']);
        const { config } = await readConfigOfRun(product, flags);
        return makeAgain(product, { config, makes }, style);
      }),
    );
  }
}

const lonelyOnly = new AbecedaryError(
  'config',
  'Expected --only together with --contact, got it alone; a sheet always shows all letters that are there.',
);

interface ContactFlags {
  /** True where it is not said what is tried. */
  readonly contact?: string | true | undefined;
  readonly only?: string | undefined;
}

/** What letters are tried with, by the word of `--contact`. */
async function layContact(
  product: Product,
  { contact: what, only, flags }: ContactFlags & { readonly flags: Flags },
  style: FollowOptions,
): Promise<number> {
  const { makeContactSheet, requireCharacters, tryKinds } = product;
  const { config } = await readConfigOfRun(product, flags);
  const chosen = only === undefined ? {} : { only: requireCharacters(config.characters, only, '--only') };
  const kind = what === true ? 'artworks' : tryKinds.find((each) => each === what);
  if (kind === undefined) {
    const near = closest(String(what), tryKinds);
    throw new AbecedaryError(
      'config',
      `Expected --contact to say ${tryKinds.join(', ')}, got ${JSON.stringify(what)}; ${near === undefined ? 'choose one of them.' : `did you mean ${near}?`}`,
    );
  }
  return followRun((signal) => makeContactSheet(config, { ...chosen, kind, signal }), style);
}

interface Again {
  readonly config: AlphabetConfig;
  readonly makes: readonly ProductName[];
}

function makeAgain(
  { openLetters, makeProducts }: Product,
  { config, makes }: Again,
  { open, ...style }: FollowOptions,
): Promise<number> {
  const isPlain = !style.quiet && !style.json;
  const view = isPlain
    ? createPlainView(process.stdout, () => performance.now())
    : createView(process.stdout, style);
  const seen = createSights();
  return untilInterrupted(
    () => {},
    async (signal) => {
      let made = 0;
      const report = (record: Progress): void => {
        made += record.kind === 'sheet' || record.kind === 'product' ? 1 : 0;
        seen.see(record);
        view.show(record);
      };
      await makeProducts(await openLetters(config), { only: makes, signal, report });
      if (made === 0 && isPlain)
        say(`Nothing to make: ${makes.join(' and ')} of ${nameFile(config.out)} are as asked for.`);
      const sight = seen.best();
      if (open && sight !== undefined) openFile(sight);
      return done;
    },
  );
}
