import { isDeepStrictEqual } from 'node:util';
import type { AlphabetConfig } from '../config/index.js';
import type { Manifest } from '../files/index.js';
import type { PictureJob } from '../plan/index.js';
import type { Machine } from '../plan/machine.js';

interface Compared {
  readonly machine: Pick<Machine, 'engine'>;
  readonly jobs: ReadonlyMap<string, PictureJob>;
  /** The letters that will be painted. */
  readonly todo: readonly PictureJob[];
  /** Letters that are meant to change, and those that stay as they are. */
  readonly meant: readonly string[];
  readonly locked: ReadonlySet<string>;
}

/**
 * What a run is asked to make otherwise than the folder has it, and what that makes again: sentences for the user, before time is spent.
 * `earlier` is the manifest of the folder.
 */
export function differenceNotes(
  config: AlphabetConfig,
  earlier: Manifest | undefined,
  { machine, jobs, todo, meant, locked }: Compared,
): string[] {
  if (earlier === undefined || earlier.letters.length === 0) return [];
  const made = new Map(earlier.letters.map(({ character, job }) => [character, job]));
  const isOther = (letter: string): boolean => made.has(letter) && made.get(letter) !== jobs.get(letter)?.id;
  const again = todo.map(({ name }) => name).filter((name) => isOther(name) && !meant.includes(name));
  const others = [...jobs.keys()].filter((name) => isOther(name) && !todo.some((job) => job.name === name));
  const waiting = others.filter((name) => !locked.has(name) && !meant.includes(name));
  const stay = [...jobs.keys()].filter((name) => isOther(name) && locked.has(name));
  const changed = changesBetween(before(earlier), now(config, machine));
  const told = again.length > 0 || waiting.length > 0;
  return [
    ...(told ? [describe(changed, again, waiting)] : []),
    ...stay.map((letter) => `«${letter}» is locked and stays as it was made.`),
  ];
}

function describe(changed: readonly string[], again: readonly string[], waiting: readonly string[]): string {
  const why =
    changed.length === 0
      ? 'Some letters in the folder were made otherwise, with earlier settings, artworks or another version of the program'
      : `What is asked for differs from what is in the folder (${listed(changed, 6)})`;
  const makes = again.length === 0 ? [] : [`makes ${counted(again)} again`];
  const leaves =
    waiting.length === 0
      ? []
      : [`leaves ${counted(waiting)} as they were made, to be made again by the next «abecedary alphabet»`];
  return `${why}; that ${[...makes, ...leaves].join(', and ')}.`;
}

const counted = (letters: readonly string[]): string =>
  letters.length === 1 ? `«${letters[0]}»` : `${letters.length} letters (${listed(letters, 30, ' ')})`;

function listed(words: readonly string[], most: number, between = ', '): string {
  return words.length <= most
    ? words.join(between)
    : `${words.slice(0, most).join(between)} and ${words.length - most} more`;
}

/** What decides letters, as the manifest tells it and as it is now. */
type Facts = Readonly<Record<string, unknown>>;

const deciding = ['preset', 'font', 'glyph', 'artworks', 'encoder', 'transfer', 'letters'] as const;

function before({ seed, engine, settings }: Manifest): Facts {
  const kept = Object.fromEntries(deciding.map((key) => [key, settings[key]]));
  return { ...kept, seed, engine: `${engine.name} ${engine.provider}` };
}

function now(config: AlphabetConfig, { engine }: Compared['machine']): Facts {
  const kept = Object.fromEntries(deciding.map((key) => [key, config[key]]));
  return { ...kept, seed: config.seed, engine: `${engine.name} ${engine.provider}` };
}

/** The settings that differ, each as `transfer.sizePx 64 → 400`. What only one of them knows is of another version. */
function changesBetween(one: unknown, other: unknown, path = ''): string[] {
  if (isSection(one) && isSection(other)) {
    return Object.keys(other).flatMap((key) =>
      changesBetween(one[key], other[key], path === '' ? key : `${path}.${key}`),
    );
  }
  // Through JSON, as the manifest went.
  if (one === undefined || isDeepStrictEqual(one, JSON.parse(JSON.stringify(other ?? null)))) return [];
  return [`${path} ${shown(one)} → ${shown(other)}`];
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? 'none');
  return text.length <= 60 ? text : `…${text.slice(-59)}`;
}
