import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { AbecedaryError } from '../base/errors.js';
import type { ConfigFlag } from '../index.js';
import { addFurtherHelp } from './help.js';

/** Written from the schema by `npm run docs`: building the schema would take most of the time that a help takes. */
const configFlags: readonly ConfigFlag[] = JSON.parse(
  readFileSync(new URL('../../config/flags.json', import.meta.url), 'utf8'),
);

/** Sections whose flags only their own commands take. */
const own = ['text'];

/** What the help shows first, of any command that takes it. */
const first = ['styles', 'preset', 'font', 'size', 'seed', 'out', 'file', 'mode', 'page', 'each'];

/** The groups of the help, by the sections of their keys; the machine's are all others. */
const groups: Readonly<Record<string, string>> = {
  preset: 'How letters look:',
  characters: 'Letters:',
  font: 'Letters:',
  artworks: 'Artworks:',
  transfer: 'How letters look:',
  sheet: 'Pages and films:',
  film: 'Pages and films:',
  text: 'Text:',
  seed: 'How letters look:',
};

const firstGroup = 'The ones to begin with:';

/** Which flags of the configuration change something for a command. */
interface Taken {
  /** The section of its own. */
  readonly section?: string;
  /** Sections and keys whose flags it takes; all when absent. */
  readonly only?: readonly string[];
  /** Sections and keys whose flags it does not take. */
  readonly without?: readonly string[];
  /** Flags that it takes nevertheless. */
  readonly but?: readonly string[];
}

/**
 * Adds the flags that stand for keys of the configuration, and the one that names its file. One that changes nothing for the command
 * is refused with a sentence that says so.
 */
export function addConfigFlags(
  command: Command,
  { section, only, without = [], but = [] }: Taken = {},
): Command {
  command.addOption(
    new Option(
      '--config <FILE>',
      'The configuration, a YAML file. Default: what the run in the --out folder was made with, else config/alphabet.yaml if it is there, else the defaults.',
    ).helpGroup(firstGroup),
  );
  for (const { name, value, path, description, allowed, fallback } of configFlags) {
    const key = path[0]!;
    if (own.includes(key) && key !== section) continue;
    // Several files and folders, as a shell makes them of art/*.jpg.
    const many = name === 'styles' ? '...' : '';
    const told = `${description} Takes ${allowed}. Default: ${fallback}.`;
    // The flag alone says yes.
    const option =
      value === 'yes|no'
        ? new Option(`--${name} [${value}]`, told).preset('yes')
        : new Option(`--${name} <${value}${many}>`, told);
    option.helpGroup(first.includes(name) ? firstGroup : (groups[key] ?? 'The machine:'));
    const taken = but.includes(name) || ((only?.includes(key) ?? true) && !without.includes(key));
    command.addOption(taken ? option : option.hideHelp().argParser(() => refuseFlag(command.name(), name)));
  }
  return command;
}

/** Leaves what is not in the first group to `--help-all`, and says so. */
export function shortenHelp(command: Command): void {
  const more = command.options.filter((option) => !option.hidden && isFurther(option));
  for (const option of more) option.hideHelp();
  if (more.length > 0) addFurtherHelp(command, more.length);
}

function isFurther({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading !== undefined && helpGroupHeading !== firstGroup;
}

/**
 * Throws `config` for the first flag that changes nothing for what is asked for, where that is known only from the other flags: `only` are the
 * sections and keys that do.
 */
export function refuseIdle(what: string, given: object, only: readonly string[]): void {
  const idle = configFlags.find(({ name, path }) => optionKey(name) in given && !only.includes(path[0]!));
  if (idle !== undefined) refuseFlag(what, idle.name);
}

/** As commander calls what `--font-size` gives. */
const optionKey = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The error for a flag that changes nothing for what is asked for. */
export function refuseFlag(what: string, flag: string): never {
  throw new AbecedaryError(
    'config',
    `Expected flags that change something for ${what}, but got --${flag}, which does nothing there; leave it out.`,
  );
}
