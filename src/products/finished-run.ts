import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  isWholePicture,
  type ManifestLetter,
  type RunFolder,
  readManifest,
  runFolder,
} from '../files/index.js';

/** A run whose letters are there. */
export interface FinishedRun {
  readonly folder: RunFolder;
  /** What the letters were made from, and how the products are wanted. */
  readonly config: AlphabetConfig;
  /** By character; those that were never made, or whose file is gone or damaged, are missing. */
  readonly letters: ReadonlyMap<string, ManifestLetter>;
  /** What stands on the sheet in the place of letters that could not be made. */
  readonly ghosts?: ReadonlyMap<string, Pixels>;
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

/** What the run in a folder was made with, as the sections of a configuration; undefined where there is no run. Throws `output`. */
export async function readRunSettings(out: string): Promise<object | undefined> {
  const manifest = await readManifest(out);
  if (manifest === undefined) return undefined;
  const { pairings: _, ...settings } = manifest.settings;
  return settings;
}

/**
 * The run in the configuration's output folder: characters, font, artworks and everything else that made its letters is
 * the run's own; how sheet, films and report look is the configuration's. Throws `output` for a folder without a run.
 */
export async function openRun(config: AlphabetConfig): Promise<FinishedRun> {
  const manifest = await readManifest(config.out);
  if (manifest === undefined || manifest.letters.length === 0) {
    throw new AbecedaryError(
      'output',
      `Expected the output folder of a run at ${config.out}, got none with letters in it; name it with --out, or render an alphabet there first.`,
    );
  }
  const folder = runFolder(config.out);
  const made = manifest.settings as Partial<AlphabetConfig>;
  const { sheet, overview, film, report } = config;
  const letters = new Map(manifest.letters.map((letter) => [letter.character, letter]));
  return {
    folder,
    config: { ...config, ...made, sheet, overview, film, report },
    letters: await presentLetters(letters, folder),
  };
}
