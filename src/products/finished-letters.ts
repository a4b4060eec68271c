import type { Pixels } from '../base/pixels.js';
import type { AlphabetConfig } from '../config/index.js';
import { isWholePicture, type ManifestLetter, type RunFolder } from '../files/index.js';
import { openRun } from './finished-run.js';

/** The letters of a run, and how the products of them are wanted. */
export interface FinishedLetters {
  readonly folder: RunFolder;
  /** What the letters were made from, and how the products are wanted. */
  readonly config: AlphabetConfig;
  /** By character; those that were never made, or whose file is gone or damaged, are missing. */
  readonly letters: ReadonlyMap<string, ManifestLetter>;
  /** What stands on the sheet in the place of letters that could not be made. */
  readonly placeholders?: ReadonlyMap<string, Pixels>;
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
  const { folder, settings, letters } = await openRun(config.out);
  const { sheet, overview, film, report } = config;
  return {
    folder,
    config: { ...config, ...settings, sheet, overview, film, report },
    letters: await presentLetters(letters, folder),
  };
}
