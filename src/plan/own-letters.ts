import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import type { LetterSettings } from '../config/index.js';
import { letterSettingsSchema } from '../config/parts.js';
import { readFolderJson, runFolder, writeFolderJson } from '../files/index.js';
import type { OwnSettings } from '../glyph/index.js';
import { readTake } from './takes.js';

/** What one letter of a run's folder was given of its own, one state after the other, the first of them nothing; and which holds. */
interface OwnLetter {
  readonly states: readonly LetterSettings[];
  readonly at: number;
}

/** The letters of a run's folder that were given something of their own there. */
export type OwnLetters = Readonly<Record<string, OwnLetter>>;

/**
 * What is to become of one letter's own settings: some are laid over what it has, or over nothing; those of a number of its last contact
 * sheet; or a step back or forth.
 */
export type LetterChange =
  | { readonly take: number }
  | { readonly set: LetterSettings; readonly auto?: boolean | undefined }
  | { readonly step: 'undo' | 'redo' };

/** So many states are kept of a letter. */
const mostStates = 200;

const schema = z.record(
  z.string(),
  z
    .strictObject({ states: z.array(letterSettingsSchema).min(1).max(mostStates), at: z.int().min(0) })
    .refine(({ states, at }) => at < states.length),
);

/** Nothing in a new folder. Throws `output` for a damaged file. */
export async function readOwnLetters(out: string): Promise<OwnLetters> {
  const file = runFolder(out).letters;
  const letters = await readFolderJson(file, schema, damaged(file));
  return letters ?? readEarlierForm(join(runFolder(out).own, 'pairings.json'));
}

/** Writes them, whole or not at all. Throws `output`. */
export async function writeOwnLetters(out: string, letters: OwnLetters): Promise<void> {
  await writeFolderJson(runFolder(out).letters, letters);
}

/** What letters have of their own now. */
export function ownSettings(letters: OwnLetters): OwnSettings {
  return Object.fromEntries(Object.entries(letters).map(([letter, { states, at }]) => [letter, states[at]!]));
}

/** The letters of the folder `out` after changes of some. Throws `config` where there is nothing to step to or to take. */
export async function changeOwnLetters(
  out: string,
  letters: OwnLetters,
  changes: Readonly<Record<string, LetterChange>>,
): Promise<OwnLetters> {
  const changed: [string, OwnLetter][] = [];
  for (const [letter, asked] of Object.entries(changes)) {
    const change = 'take' in asked ? { set: await readTake(out, letter, asked.take) } : asked;
    const before = letters[letter] ?? { states: [{}], at: 0 };
    const after = 'step' in change ? stepped(letter, before, change.step) : extended(letter, before, change);
    changed.push([letter, after]);
  }
  return { ...letters, ...Object.fromEntries(changed) };
}

/** Settings in words: `seed 7, contrast 0.5`. */
export function describeOwn(settings: LetterSettings): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => {
      if (key === 'artwork') return settings.artwork!.map(({ file }) => basename(file)).join(' with ');
      if (key === 'lock') return 'locked';
      return `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`;
    })
    .join(', ');
}

function extended(
  letter: string,
  { states, at }: OwnLetter,
  { set, auto = false }: Extract<LetterChange, { set: LetterSettings }>,
): OwnLetter {
  // What is set to nothing is the alphabet's again.
  const merged = { ...(auto ? {} : states[at]!), ...set };
  const next: LetterSettings = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  );
  if (isDeepStrictEqual(next, states[at])) return { states, at };
  const { error } = letterSettingsSchema.safeParse(next);
  if (error !== undefined) {
    const key = error.issues[0]!.path.join('.');
    throw new AbecedaryError(
      'config',
      `Expected of «${letter}» what a letter can have of its own, got ${key} ${JSON.stringify(next[key as keyof LetterSettings])}; choose another, or set it for all letters.`,
      { cause: error },
    );
  }
  const kept = [...states.slice(0, at + 1), next].slice(-mostStates);
  return { states: kept, at: kept.length - 1 };
}

function stepped(letter: string, { states, at }: OwnLetter, step: 'undo' | 'redo'): OwnLetter {
  const to = step === 'undo' ? at - 1 : at + 1;
  if (to >= 0 && to < states.length) return { states, at: to };
  const what = step === 'undo' ? 'take back' : 'make again';
  throw new AbecedaryError(
    'config',
    `Expected a change of «${letter}» to ${what}, got none that was made in this folder; change the letter first, like «abecedary letter ${letter} --seed 7».`,
  );
}

/** Artworks alone, as earlier versions kept them. */
async function readEarlierForm(file: string): Promise<OwnLetters> {
  const artworks = await readFolderJson(file, z.record(z.string(), z.string()), damaged(file));
  return Object.fromEntries(
    Object.entries(artworks ?? {}).map(([letter, artwork]) => [
      letter,
      { states: [{}, { artwork: [{ file: artwork, weight: 1 }] }], at: 1 },
    ]),
  );
}

const damaged = (file: string): string =>
  `Expected letters with what they have of their own in ${file}, got a damaged file; remove it and give it to them again.`;
