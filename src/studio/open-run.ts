import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { type AlphabetConfig, lookAtRun, type RunView } from '../index.js';
import { type Activity, createActivity } from './activity.js';
import { createEvents, type Events } from './events.js';
import { createHistory, type History } from './history.js';
import { readRunConfig } from './run-config.js';

/** A run's folder that a page is open on. */
export interface OpenRun {
  readonly id: string;
  readonly out: string;
  /** The working folder, whose configuration a run has that says nothing else. */
  readonly folder: string;
  readonly events: Events;
  readonly activity: Activity;
  readonly history: History;
  config(): Promise<AlphabetConfig>;
  view(): Promise<RunView>;
  /** What the last view was: of a letter that was made since it tells where its files lie, but not how it stands. */
  seen(): RunView | undefined;
  /** The file of an artwork that a view has shown. */
  artwork(id: string): Promise<string | undefined>;
}

/** Where the artworks and fonts lie that were dropped on the page. */
export const ownArtworks = (out: string): string => join(out, 'artworks');
/** Where those lie that were removed there, as long as that can be taken back. */
export const removedArtworks = (out: string): string => join(out, '.abecedary', 'removed');
export const ownFonts = (out: string): string => join(out, 'fonts');

export function openRun(out: string, folder: string): OpenRun {
  const events = createEvents();
  const read = () => readRunConfig(out, folder);
  const config = async (): Promise<AlphabetConfig> => (await read()).config;
  const activity = createActivity(read, events);
  const artworks = new Map<string, string>();
  let looking: Promise<RunView> | undefined;
  let last: RunView | undefined;
  const view: OpenRun['view'] = () => {
    // Several pages that ask at once are answered together.
    looking ??= config()
      .then(lookAtRun)
      .then((seen) => {
        for (const file of [...seen.artworks, ...seen.letters.map(({ artwork }) => artwork)])
          artworks.set(idOf(file), file);
        last = seen;
        return seen;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const artwork: OpenRun['artwork'] = async (id) => {
    if (!artworks.has(id)) await view().catch(() => undefined);
    return artworks.get(id);
  };
  const history = createHistory();
  const seen: OpenRun['seen'] = () => last;
  return { id: idOf(out), out, folder, events, activity, history, config, view, seen, artwork };
}

/** A path is known to the page by this alone. */
export function idOf(path: string): string {
  return createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16);
}

/** A letter as part of an address, which a dot or a stroke would bend: its code points. */
export function letterId(letter: string): string {
  return [...letter].map((point) => point.codePointAt(0)!.toString(16)).join('-');
}

/** What a run is called on the page: its folder, with the one above it where it is a usual name. */
export function nameOf(out: string): string {
  const name = basename(out);
  return name === 'out' ? `${basename(dirname(out))} / ${name}` : name;
}
