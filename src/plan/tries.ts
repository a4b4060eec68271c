import { basename } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { type AlphabetConfig, type LetterSettings, presetNames } from '../config/index.js';

/** What letters can be tried with. */
export const tryKinds = ['artworks', 'seeds', 'presets', 'places', 'sizes'] as const;
export type TryKind = (typeof tryKinds)[number];

/** One way to make a letter: what it is called, and what the letter has of its own for it. */
export interface Try {
  readonly label: string;
  readonly settings: LetterSettings;
  /** Its artwork's file, where it is an artwork that is tried. */
  readonly artwork?: string | undefined;
}

const seeds = 12;
const places = 9;
/** How large the artwork's forms are, relative to the letter. */
const details = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4];

/** All ways of one kind, in the order of their numbers. Throws `artwork` where there is none to list. */
export async function listTries({ artworks, seed }: AlphabetConfig, kind: TryKind): Promise<Try[]> {
  switch (kind) {
    case 'artworks':
      return [...new Set(await listArtworks(artworks))].map((artwork) => ({
        label: basename(artwork),
        settings: { artwork: [{ file: artwork, weight: 1 }] },
        artwork,
      }));
    case 'seeds':
      return Array.from({ length: seeds }, (_, at) => ({
        label: `seed ${seed + at}`,
        settings: { seed: seed + at },
      }));
    case 'presets':
      // A preset with an encoder of its own is none of a single letter.
      return presetNames
        .filter((name) => name !== 'original')
        .map((preset) => ({ label: preset, settings: { preset } }));
    case 'places':
      return Array.from({ length: places }, (_, next) => ({
        label: next === 0 ? 'best place' : `next ${next}`,
        settings: { place: { next } },
      }));
    case 'sizes':
      return details.map((detail) => ({ label: `detail ${detail}`, settings: { detail } }));
  }
}
