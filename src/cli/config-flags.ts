import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { AbecedaryError } from '../base/errors.js';
import type { ConfigFlag } from '../index.js';

/** Written from the schema by `npm run docs`: building the schema would take most of the time that a help takes. */
const configFlags: readonly ConfigFlag[] = JSON.parse(
  readFileSync(new URL('../../config/flags.json', import.meta.url), 'utf8'),
);

/** Sections whose flags only their own commands take. */
const own = ['text'];

/** Which flags of the configuration change something for a command. */
interface Taken {
  /** The section of its own. */
  readonly section?: string;
  /** Sections and keys whose flags it takes; all when absent. */
  readonly only?: readonly string[];
  /** Sections and keys whose flags it does not take. */
  readonly without?: readonly string[];
}

/**
 * Adds the flags that stand for keys of the configuration, and the one that names its file. One that changes nothing for the command
 * is refused with a sentence that says so.
 */
export function addConfigFlags(command: Command, { section, only, without = [] }: Taken = {}): Command {
  command.option(
    '--config <FILE>',
    'the configuration, a YAML file (default: config/alphabet.yaml if it is there, else the defaults below)',
  );
  for (const { name, value, path, description, allowed, fallback } of configFlags) {
    const key = path[0]!;
    if (own.includes(key) && key !== section) continue;
    const option = new Option(
      `--${name} <${value}>`,
      `${description} Takes ${allowed}. Default: ${fallback}.`,
    );
    const taken = (only?.includes(key) ?? true) && !without.includes(key);
    command.addOption(taken ? option : option.hideHelp().argParser(() => refuseFlag(command.name(), name)));
  }
  return command;
}

/** The error for a flag that changes nothing for what is asked for. */
export function refuseFlag(what: string, flag: string): never {
  throw new AbecedaryError(
    'config',
    `Expected flags that change something for ${what}, but got --${flag}, which does nothing there; leave it out.`,
  );
}

/** Stands below the help of every command that takes the flags of the configuration. */
export const afterHelp = `
Flags win over the configuration file; docs/config.md explains all of its keys.
Results lie in the --out folder: letters/A.png and so on, sheet.png, manifest.json.
Ctrl-C stops at once and keeps every finished letter; the same command goes on from there.

Examples:
  abecedary alphabet --size 128 --out preview       a quick preview of A to Z
  abecedary alphabet --styles my-art --font my.otf  your own artwork and font
  abecedary letter Q --seed 7                       another try at one letter
  abecedary text "We were here"                     a text set and styled
  abecedary evaluate --run preview                  figures of the letters that are there

Exit codes: 0 done, 1 some letters failed, 2 wrong use, 130 interrupted.`;
