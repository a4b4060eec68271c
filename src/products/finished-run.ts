import { AbecedaryError } from '../base/errors.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  type Manifest,
  type ManifestLetter,
  type RunFolder,
  readManifest,
  runFolder,
} from '../files/index.js';
import type { OwnSettings } from '../glyph/index.js';

/** A run that is over, as its manifest tells of it. */
interface FinishedRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  /** The sections of the configuration that its letters were made with. */
  readonly settings: RunSettings;
  /** By character, at least one; whether their files are still there nobody has looked. */
  readonly letters: ReadonlyMap<string, ManifestLetter>;
}

type RunSettings = Pick<AlphabetConfig, 'characters' | 'font' | 'glyph' | 'artworks' | 'transfer'>;

/** Opens a finished run by its output folder. Throws `output` for one without letters in it. */
export async function openRun(out: string): Promise<FinishedRun> {
  const manifest = await readManifest(out);
  if (manifest === undefined || manifest.letters.length === 0) {
    throw new AbecedaryError(
      'output',
      `Expected the output folder of a run at ${out}, got none with letters in it; render an alphabet there first.`,
    );
  }
  return {
    folder: runFolder(out),
    manifest,
    settings: manifest.settings as unknown as RunSettings,
    letters: new Map(manifest.letters.map((letter) => [letter.character, letter])),
  };
}

/** What the preset `painted` was called when it was the default. */
const earlierDefault = 'balanced';

/** What the run in a folder was made with, as the sections of a configuration; undefined where there is no run. Throws `output`. */
export async function readRunSettings(out: string): Promise<object | undefined> {
  const manifest = await readManifest(out);
  if (manifest === undefined) return undefined;
  const { pairings: _, own: __, places, preset, ...settings } = manifest.settings;
  const { map, ...artworks } = (settings.artworks ?? {}) as Record<string, unknown>;
  return {
    ...settings,
    artworks,
    letters: settings.letters ?? earlierLetters(map, places),
    preset: preset === earlierDefault ? 'painted' : preset,
  };
}

/** What letters have of their own, as earlier versions wrote it. */
function earlierLetters(map: unknown = {}, places: unknown = {}): object {
  const letters: Record<string, object> = {};
  const lay = (each: object, key: string): void => {
    for (const [letter, value] of Object.entries(each))
      letters[letter] = { ...letters[letter], [key]: value };
  };
  lay(map as object, 'artwork');
  lay(places as object, 'place');
  return letters;
}

/** What the letters of a run had of their own when they were made. */
export function ownOf(letters: ReadonlyMap<string, ManifestLetter>): OwnSettings {
  return Object.fromEntries(
    Array.from(letters, ([character, { own }]) => [character, (own ?? {}) as OwnSettings[string]]),
  );
}
