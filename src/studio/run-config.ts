import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import {
  type AlphabetConfig,
  configFlags,
  findConfigFile,
  loadConfig,
  type MadeWith,
  readMadeWith,
  readRunSettings,
  writeMadeWith,
} from '../index.js';

/** What a run is made with, and where that comes from. */
export interface RunConfig {
  readonly config: AlphabetConfig;
  readonly madeWith: MadeWith;
}

/** Flags by name; undefined takes what was said back. */
export type FlagChanges = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Of the page's settings, those that are remembered with a run. */
export const pageFlags: readonly string[] = [
  ...['characters', 'font', 'styles', 'pairing', 'preset', 'seed', 'size', 'iterations'],
  ...['found', 'lay', 'seam', 'contrast', 'fit', 'detail', 'polarity'],
].filter((name) => configFlags.some((flag) => flag.name === name));

/** An alphabet begins as a draft, in pixels: the first letter is to be there soon. */
const draftPx = '128';

/** The configuration of a run's folder, as the command line would take it there. Throws `config` and `output`. */
export async function readRunConfig(out: string, folder: string): Promise<RunConfig> {
  const made = await readMadeWith(out);
  const usual = await findConfigFile(folder);
  const file = made === undefined ? usual && resolve(folder, usual) : made.config;
  const earlier = made === undefined ? await readRunSettings(out) : undefined;
  const flags = made?.flags ?? (earlier === undefined ? [{ folder: out, values: { size: draftPx } }] : []);
  const config = await loadConfig(earlier === undefined ? file : undefined, {
    folder,
    layers: flags,
    earlier,
  });
  return { config: withoutProducts({ ...config, out }), madeWith: made ?? { config: file, flags } };
}

/** What is made of letters is made when it is asked for, but for the sheet. */
function withoutProducts(config: AlphabetConfig): AlphabetConfig {
  const { film, overview, report } = config;
  return {
    ...config,
    film: { ...film, formats: [] },
    overview: { ...overview, formats: [] },
    report: { ...report, make: false },
  };
}

/** A change of what a run is made with. */
interface ConfigChange {
  readonly before: MadeWith;
  readonly after: MadeWith;
}

/**
 * Lays flags over what a run is made with and remembers it in the run's folder, where the command line finds it. Paths among them start
 * from the run's folder. Throws `config` where the configuration would not be right, and changes nothing then.
 */
export async function changeRunConfig(
  out: string,
  folder: string,
  changes: FlagChanges,
): Promise<ConfigChange> {
  const { madeWith } = await readRunConfig(out, folder);
  const names = Object.keys(changes);
  const kept = madeWith.flags
    .map(({ folder: from, values }) => ({
      folder: from,
      values: Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))),
    }))
    .filter(({ values }) => Object.keys(values).length > 0);
  const said = Object.fromEntries(
    Object.entries(changes).filter((each): each is [string, string | string[]] => each[1] !== undefined),
  );
  const last = kept.at(-1);
  const flags =
    Object.keys(said).length === 0
      ? kept
      : last?.folder === out
        ? [...kept.slice(0, -1), { folder: out, values: { ...last.values, ...said } }]
        : [...kept, { folder: out, values: said }];
  await loadConfig(madeWith.config, { folder, layers: flags });
  await mkdir(out, { recursive: true });
  const after = { ...madeWith, flags };
  await writeMadeWith(out, after);
  return { before: madeWith, after };
}

/** Puts one account of what a run is made with in another's place. Throws `config` where a third has come between them. */
export async function replaceRunConfig(out: string, { before, after }: ConfigChange): Promise<void> {
  const now = await readMadeWith(out);
  // As JSON: what is undefined is not written.
  if (JSON.stringify({ ...now }) !== JSON.stringify(before)) {
    const message =
      'Expected settings as this page has left them, got others, which another program has set; set them anew.';
    throw new AbecedaryError('config', message);
  }
  await writeMadeWith(out, after);
}
