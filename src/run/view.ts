import { listArtworks } from '../artwork/index.js';
import type { AlphabetConfig, LetterSettings } from '../config/index.js';
import { type ManifestLetter, readManifest, runFolder } from '../files/index.js';
import { loadFont, pathData, placeLetters } from '../glyph/index.js';
import { ownSettings, readOwnLetters } from '../plan/own-letters.js';
import { type LetterStatus, type RunStatus, readRunStatus } from './status.js';

/** A letter of a run as it is looked at. */
export interface LetterView extends LetterStatus {
  /** Its plain form as SVG path data in a square of side 1000, y down. */
  readonly outline: string;
  /** Where the styled letter lies once it is made, and the hash of the one that was made last. */
  readonly picture: { readonly file: string; readonly sha256: string | undefined };
  /** The folder of its frames, a picture after each iteration. */
  readonly frames: string;
  /** What it has of its own: what the configuration gives it under what it was given in the folder. */
  readonly own: LetterSettings;
  /** Whether there is a change to take back, and one to make again. */
  readonly undo: boolean;
  readonly redo: boolean;
  /** Where in the artwork it was found, of a letter that was. */
  readonly found: ManifestLetter['found'];
  /** How it was made, for the reader. */
  readonly made:
    | Pick<ManifestLetter, 'seconds' | 'iterations' | 'seed' | 'sizePx' | 'legibility' | 'tries'>
    | undefined;
}

export interface RunView extends Omit<RunStatus, 'letters'> {
  readonly letters: readonly LetterView[];
  /** The artworks that letters are made of unless one has its own, absolute paths in their order. */
  readonly artworks: readonly string[];
  readonly font: { readonly family: string; readonly style: string };
}

const boxSide = 1000;

/** Where a run stands, with what there is to see of every letter; changes nothing, and may be asked while the run is at work. Throws what planning a run throws. */
export async function lookAtRun(config: AlphabetConfig): Promise<RunView> {
  const status = await readRunStatus(config);
  const given = await readOwnLetters(config.out);
  const own = ownSettings(given);
  const made = new Map((await readManifest(config.out))?.letters.map((each) => [each.character, each]));
  const settings = Object.fromEntries(
    config.characters.map((each) => [each, { ...config.letters[each], ...own[each] }]),
  );
  const usual = await loadFont(config.font);
  const places = await placeLetters(config, settings, usual);
  const folder = runFolder(config.out);
  const letters = status.letters.map((each): LetterView => {
    const { letter } = each;
    const { font, placement } = places.get(letter)!;
    const entry = made.get(letter);
    const history = given[letter] ?? { states: [], at: 0 };
    return {
      ...each,
      outline: pathData(font.outline(letter), {
        scale: boxSide * placement.emRatio,
        x: boxSide * placement.x,
        y: boxSide * placement.y,
      }),
      picture: { file: folder.letter(letter), sha256: entry?.letter.sha256 },
      frames: folder.frames(letter),
      own: settings[letter]!,
      undo: history.at > 0,
      redo: history.at < history.states.length - 1,
      found: entry?.found,
      made: entry,
    };
  });
  const artworks = [...new Set(await listArtworks(config.artworks))];
  return { ...status, letters, artworks, font: { family: usual.family, style: usual.style } };
}
