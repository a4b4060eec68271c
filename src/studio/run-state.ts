import { basename, relative, sep } from 'node:path';
import type { AlphabetConfig, LetterView } from '../index.js';
import type { ActivityState } from './events.js';
import { idOf, letterId, nameOf, type OpenRun, ownArtworks } from './open-run.js';
import type { ArtworkState, PageSettings } from './shown.js';

/** A letter as the page shows it: no paths, but what stands for them. */
interface LetterState
  extends Pick<LetterView, 'letter' | 'outline' | 'state' | 'locked' | 'undo' | 'redo' | 'failure'> {
  readonly id: string;
  readonly artwork: string;
  /** Changes with its picture; absent where there is none. */
  readonly version: string | undefined;
  /** What it has of its own, but for files. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly found: LetterView['found'];
  readonly made: LetterView['made'];
}

/** Everything that the page shows of a run. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly letters: readonly LetterState[];
  readonly artworks: readonly ArtworkState[];
  readonly font: string;
  readonly settings: PageSettings;
  readonly activity: ActivityState;
  /** Whether there is something to take back that was done to the whole alphabet, and something to do again. */
  readonly undo: boolean;
  readonly redo: boolean;
  /** What is to be known of its artworks, as sentences. */
  readonly notes: readonly string[];
  /** Why the run cannot be planned: then there are no letters. */
  readonly problem: string | undefined;
}

export async function readRunState(run: OpenRun): Promise<RunState> {
  const config = await run.config();
  const history = { undo: run.history.canUndo, redo: run.history.canRedo };
  const shown = {
    id: run.id,
    name: nameOf(run.out),
    folder: run.out,
    settings: settingsOf(config),
    ...history,
  };
  try {
    const { letters, artworks, font, notes } = await run.view();
    const files = [...new Set([...artworks, ...letters.map(({ artwork }) => artwork)])];
    return {
      ...shown,
      letters: letters.map(stateOf),
      artworks: files.map((file) => ({
        id: idOf(file),
        name: basename(file),
        own: isBelow(file, ownArtworks(run.out)),
      })),
      font: `${font.family} ${font.style}`,
      activity: run.activity.state(),
      notes: [...new Set([...notes, ...run.activity.notes()])],
      problem: undefined,
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const none = { letters: [], artworks: [], font: '', notes: [] };
    return { ...shown, ...none, activity: run.activity.state(), problem };
  }
}

function stateOf(view: LetterView): LetterState {
  const { letter, outline, state, locked, undo, redo, failure, own, found, made } = view;
  const { artwork, font, ...others } = own;
  return {
    ...{ id: letterId(letter), letter, outline, state, locked, undo, redo, failure, found },
    artwork: idOf(view.artwork),
    version: view.picture.sha256?.slice(0, 16),
    own: { ...others, ...(artwork && { artwork: true }), ...(font && { font: true }) },
    made: made && {
      ...{ seconds: made.seconds, iterations: made.iterations, seed: made.seed, sizePx: made.sizePx },
      ...{ legibility: made.legibility, tries: made.tries },
    },
  };
}

function settingsOf({ characters, preset, artworks, transfer, seed }: AlphabetConfig): PageSettings {
  const { found, contrast, fitRatio, detail, sizePx, iterations } = transfer;
  return {
    ...{ characters: characters.join(''), preset, seed, contrast, detail, iterations },
    pairing: artworks.pairing,
    included: artworks.from === 'included',
    found: found.amount,
    fit: fitRatio,
    seam: found.seamRatio,
    size: sizePx,
  };
}

export function isBelow(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`);
}
