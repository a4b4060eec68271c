import { join } from 'node:path';
import type { RunFolder } from '../../files/index.js';

/** A film as the report shows it: its longer side at the most, in pixels, and the quality of its WebP, 1..100: what keeps the page small. */
export interface SmallFilm {
  readonly sidePx: number;
  readonly quality: number;
}

export const smallFilms = {
  letter: { sidePx: 176, quality: 45 },
  sheet: { sidePx: 800, quality: 40 },
} as const satisfies Record<string, SmallFilm>;

/** The folder of films for the report, which are made together with the films themselves, and the one of a film's id. */
export const smallFilmFolder = ({ own }: Pick<RunFolder, 'own'>): string => join(own, 'films');

export const smallFilmFile = (folder: Pick<RunFolder, 'own'>, id: string): string =>
  join(smallFilmFolder(folder), `${id}.webp`);
