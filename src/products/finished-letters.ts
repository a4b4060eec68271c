import { stat } from 'node:fs/promises';
import type { Pixels } from '../base/pixels.js';
import type { AlphabetConfig } from '../config/index.js';
import { isWholePicture, type Looks, type ManifestLetter, type RunFolder } from '../files/index.js';
import { openRun, ownOf } from './finished-run.js';

/** The letters of a run, and how the products of them are wanted. */
export interface FinishedLetters {
  readonly folder: RunFolder;
  /** What the letters were made from, and how the products are wanted. */
  readonly config: AlphabetConfig;
  /** By character; those that were never made, or whose file is gone or damaged, are missing. */
  readonly letters: ReadonlyMap<string, ManifestLetter>;
  /** What stands on the sheet in the place of letters that could not be made. */
  readonly placeholders?: ReadonlyMap<string, Pixels>;
  /** Letters that could not be made the last time, and why. */
  readonly failed?: readonly { readonly letter: string; readonly message: string }[] | undefined;
  /** Artworks that several products show, each decoded once. */
  readonly looks?: Looks | undefined;
}

/** The characters that pages have a place for, in their order: those that are there, or were to be made. */
export function shownCharacters({
  config,
  letters,
  placeholders,
}: Pick<FinishedLetters, 'config' | 'letters' | 'placeholders'>): string[] {
  return config.characters.filter((each) => letters.has(each) || placeholders?.has(each) === true);
}

/** The letters among those that the manifest names whose files are there and whole. */
export async function presentLetters(
  letters: ReadonlyMap<string, ManifestLetter>,
  folder: RunFolder,
): Promise<Map<string, ManifestLetter>> {
  const present = new Map<string, ManifestLetter>();
  for (const [character, letter] of letters) {
    if (await isWholePicture(folder.letter(character))) present.set(character, letter);
  }
  return present;
}

/**
 * The letters in the configuration's output folder: characters, font, artworks and everything else that made them is the
 * run's own; how sheet, films and report look is the configuration's. Throws `output` for a folder without a run.
 */
export async function openLetters(config: AlphabetConfig): Promise<FinishedLetters> {
  const { folder, manifest, settings, letters } = await openRun(config.out);
  const { sheet, overview, film, report } = config;
  return {
    folder,
    config: { ...config, ...settings, letters: ownOf(letters), sheet, overview, film, report },
    letters: await presentLetters(letters, folder),
    failed: manifest.failed,
  };
}

/** When the letters were made: the time of the newest one's file. Undefined where there is none. */
export async function dateOf({
  folder,
  letters,
}: Pick<FinishedLetters, 'folder' | 'letters'>): Promise<Date | undefined> {
  const times = await Promise.all(
    [...letters.keys()].map(async (character) => (await stat(folder.letter(character))).mtimeMs),
  );
  return times.length === 0 ? undefined : new Date(1000 * Math.floor(Math.max(...times) / 1000));
}
