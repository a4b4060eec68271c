import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isFontName } from '../base/font-name.js';
import { configFlags, type FlagValues, flagsToInput, givenFlags } from './flags.js';
import { type KeyPath, keyAt } from './keys.js';
import { findMistakes, firstIssues, mistakesError, type PlacedMistake } from './mistakes.js';
import { presetOf, withPreset } from './presets.js';
import { type AlphabetConfig, type AlphabetConfigInput, alphabetSchema, encoderWords } from './schema.js';
import { ownStore } from './sections/schedule.js';
import { startWords } from './sections/transfer.js';
import { readYamlFile, type YamlFile } from './yaml-file.js';

/**
 * The configuration from a YAML file (or from the defaults alone) with flags laid over it. Paths in the file are
 * relative to the file, paths in flags to `folder` (default: the working folder). Throws one AbecedaryError('config')
 * that names every mistake of file and flags with its place.
 */
export async function loadConfig(
  file?: string,
  options: {
    readonly flags?: FlagValues;
    readonly folder?: string;
    /** Flags that were given before, the earlier first, each with the folder that its paths start from. */
    readonly layers?: readonly { readonly folder: string; readonly values: FlagValues }[];
    /** Settings of an earlier run, for the place of a missing file. */
    readonly earlier?: object | undefined;
  } = {},
): Promise<AlphabetConfig> {
  const { flags = {}, folder = process.cwd(), earlier = {}, layers = [] } = options;
  const all = [...layers, { folder, values: flags }];
  const preset = all.findLast(({ values }) => values.preset !== undefined)?.values.preset as
    | string
    | undefined;
  const fromFile =
    file === undefined ? checkInput(earlier, folder, { preset }) : await checkFile(file, folder, preset);
  const fromFlags = all.map(({ folder, values }) => checkFlags(values, folder));
  const checked = [fromFile, ...fromFlags];
  const mistakes = checked.flatMap(mistakesIn);
  if (mistakes.length > 0) throw mistakesError(mistakes);
  const [base, ...over] = checked.map((each) => (each as Right).config);
  return over.reduce((config, each, at) => layOver(config, each, all[at]!.values), base!);
}

/**
 * A whole configuration from the parts that a program gives; relative paths are relative to `folder`. Throws one
 * AbecedaryError('config') that names every mistake.
 */
export function createConfig(
  input: AlphabetConfigInput = {},
  folder: string = process.cwd(),
): AlphabetConfig {
  const checked = checkInput(input, folder);
  if ('mistakes' in checked) throw mistakesError(checked.mistakes);
  return checked.config;
}

/** The file that is used when none is named: `config/alphabet.yaml` below `folder`, if it is there. */
export async function findConfigFile(folder: string = process.cwd()): Promise<string | undefined> {
  const usual = join('config', 'alphabet.yaml');
  const found = await stat(resolve(folder, usual)).catch(() => undefined);
  return found === undefined ? undefined : usual;
}

type Right = { readonly config: AlphabetConfig };
type Checked = Right | { readonly mistakes: readonly PlacedMistake[] };

const mistakesIn = (checked: Checked) => ('mistakes' in checked ? checked.mistakes : []);

async function checkFile(file: string, folder: string, preset: string | undefined): Promise<Checked> {
  const yaml = await readYamlFile(file, folder);
  return checkInput(withoutEmptySections(yaml.value), dirname(resolve(folder, file)), { ...yaml, preset });
}

function checkFlags(flags: FlagValues, folder: string): Checked {
  const flagAt = (path: KeyPath) => {
    const flag = configFlags.find((candidate) => candidate.path.join() === path.join());
    return flag && `--${flag.name}`;
  };
  return checkInput(flagsToInput(flags), folder, { flagAt });
}

function checkInput(
  input: unknown,
  folder: string,
  source: {
    readonly locate?: YamlFile['locate'];
    readonly flagAt?: (path: KeyPath) => string | undefined;
    /** Of the command line: it wins over the file's. */
    readonly preset?: string | undefined;
  } = {},
): Checked {
  const reserved = reservedKey(input);
  if (reserved !== undefined) {
    const { place } = source.locate?.(reserved, true) ?? { place: '' };
    const sentence = 'Expected the name of a setting or a letter, got "__proto__"; remove it.';
    return { mistakes: [{ place, sentence }] };
  }
  const preset = presetOf(input, source.preset);
  const parsed = alphabetSchema.safeParse(withPreset(input, preset));
  if (parsed.success) return { config: resolvePaths(parsed.data, folder) };
  const { locate = () => ({ place: '', offset: 0 }), flagAt } = source;
  const { issues, more } = firstIssues(parsed.error.issues);
  const mistakes = findMistakes(issues, input, { preset, flagAt })
    .map(({ path, onKey, sentence }) => ({ sentence, ...locate(path, onKey) }))
    .sort((one, other) => one.offset - other.offset);
  const rest = { place: '', sentence: `… and ${more} more; correct these first.` };
  return { mistakes: more === 0 ? mistakes : [...mistakes, rest] };
}

/** Where a key stands that JavaScript keeps for itself, and which would be passed over without a word. */
function reservedKey(value: unknown, path: KeyPath = []): KeyPath | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // A section knows its keys and says so itself.
  const isSection = keyAt(path)?.properties !== undefined;
  for (const [key, child] of Object.entries(value)) {
    const here = [...path, key];
    const found = key === '__proto__' && !isSection ? here : reservedKey(child, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A section whose keys are all commented out reads as null in YAML; it means the defaults. */
function withoutEmptySections(value: unknown, path: readonly string[] = []): unknown {
  const isSection = keyAt(path)?.properties !== undefined;
  if (value === null && isSection) return {};
  if (!isSection || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([key, child]) => [key, withoutEmptySections(child, [...path, key])]),
  );
}

function resolvePaths(config: AlphabetConfig, folder: string): AlphabetConfig {
  const absolute = (path: string) => resolve(folder, path.replace(/^~(?=$|[\\/])/, homedir()));
  const unless = (word: string, path: string) => (path === word ? path : absolute(path));
  const fontPath = (path: string) => (isFontName(path) ? path : absolute(path));
  const { font, artworks, transfer, text, schedule } = config;
  const from =
    typeof artworks.from === 'string' ? unless('included', artworks.from) : artworks.from.map(absolute);
  const eachOf = <Value>(map: Record<string, Value>, change: (value: Value) => Value) =>
    Object.fromEntries(Object.entries(map).map(([letter, value]) => [letter, change(value)]));
  const materials = (list: (typeof artworks.ground)[string]) =>
    list.map((one) => ({ ...one, file: absolute(one.file), mask: one.mask && absolute(one.mask) }));
  return {
    ...config,
    font: { ...font, file: fontPath(font.file) },
    encoder: encoderWords.includes(config.encoder) ? config.encoder : absolute(config.encoder),
    artworks: {
      ...artworks,
      from,
      ground: eachOf(artworks.ground, materials),
      masks: eachOf(artworks.masks, absolute),
    },
    letters: eachOf(config.letters, (own) => ({
      ...own,
      ...(own.artwork && { artwork: materials(own.artwork) }),
      ...(own.font !== undefined && { font: unless('default', own.font) }),
    })),
    transfer: {
      ...transfer,
      start: startWords.includes(transfer.start) ? transfer.start : absolute(transfer.start),
    },
    text: {
      ...text,
      file: unless('none', text.file),
      path: text.path === 'circle' ? text.path : unless('none', text.path),
      artworks: text.artworks.map((one) => ({
        ...one,
        file: absolute(one.file),
        mask: one.mask && absolute(one.mask),
        where: one.where && absolute(one.where),
      })),
      fallbackFonts: text.fallbackFonts.map(fontPath),
    },
    schedule: {
      ...schedule,
      store: schedule.store.startsWith('s3://') ? schedule.store : unless(ownStore, schedule.store),
      storeKey: unless('auto', schedule.storeKey),
    },
    sheet: {
      ...config.sheet,
      page: { ...config.sheet.page, profile: unless('none', config.sheet.page.profile) },
    },
    out: absolute(config.out),
  };
}

function layOver(base: AlphabetConfig, over: AlphabetConfig, flags: FlagValues): AlphabetConfig {
  const config = structuredClone(base);
  for (const { path } of givenFlags(flags)) {
    let to = config as unknown as Record<string, unknown>;
    let from = over as unknown as Record<string, unknown>;
    for (const key of path.slice(0, -1)) {
      to = to[key] as Record<string, unknown>;
      from = from[key] as Record<string, unknown>;
    }
    to[path.at(-1)!] = from[path.at(-1)!];
  }
  // Other characters by flag may leave the file's fixed artworks without their letters.
  const known = <Value>(map: Record<string, Value>) =>
    Object.fromEntries(
      Object.entries(map).filter(([letter]) => letter === 'all' || config.characters.includes(letter)),
    );
  const { ground, masks } = config.artworks;
  return {
    ...config,
    artworks: { ...config.artworks, ground: known(ground), masks: known(masks) },
    letters: known(config.letters),
  };
}
