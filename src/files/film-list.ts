import { join } from 'node:path';
import { z } from 'zod';
import { sha256Pattern } from '../base/hash.js';
import { readRegularText } from '../base/regular-file.js';
import { writeFolderJson } from './folder-json.js';
import type { RunFolder } from './run-folder.js';

/** A file of a film, and how it was made to keep the limit. */
export interface FilmFile {
  readonly file: string;
  readonly format: 'gif' | 'webp' | 'mp4' | 'webm' | 'png';
  readonly sha256: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** Of the GIF's palette. */
  readonly colours?: number;
  /** Of the WebP, 1..100. */
  readonly quality?: number;
}

/** A film as it lies in the run folder; files are relative to it, with forward slashes. */
export interface Film {
  /** Hash of all that decided it. */
  readonly id: string;
  readonly files: readonly FilmFile[];
}

/** Films by character; that of the sheet is `sheet`. */
export type Films = Readonly<Record<string, Film>>;

/** Another figure makes all films anew: the way that they are made has changed. */
export const filmVersion = 3;

const sha256 = z.string().regex(sha256Pattern);
const size = z.int().positive();
const filmFile: z.ZodType<FilmFile> = z.strictObject({
  // Nothing but what is made here, so that no list can name a file elsewhere.
  file: z
    .string()
    .regex(/^film\/(?:[A-Za-z0-9-]+\.(?:gif|webp|mp4|webm)|frames\/[A-Za-z0-9-]+\/\d{3,}\.png)$/),
  format: z.enum(['gif', 'webp', 'mp4', 'webm', 'png']),
  sha256,
  bytes: size,
  width: size,
  height: size,
  colours: size.exactOptional(),
  quality: size.exactOptional(),
});
const listSchema = z.strictObject({
  version: z.literal(filmVersion),
  films: z.record(z.string(), z.strictObject({ id: sha256, files: z.array(filmFile) })),
});

/** The films that were made last; none where there is no list of them, one of another version, or one that is not as written: they are made anew. */
export async function readFilms(folder: RunFolder): Promise<Films> {
  try {
    const list: unknown = JSON.parse(await readRegularText(filmListFile(folder)));
    listSchema.parse(list);
    // As it was written, not as the schema orders it: a list that says the same is left as it is.
    return (list as z.infer<typeof listSchema>).films;
  } catch {
    return {};
  }
}

/** Writes the list, whole or not at all. Throws `output`. */
export async function writeFilms(folder: RunFolder, films: Films): Promise<void> {
  await writeFolderJson(filmListFile(folder), { version: filmVersion, films });
}

/** Where the list lies: it is there once the films were made, also where there was none to make. */
export const filmListFile = ({ out }: Pick<RunFolder, 'out'>): string => join(out, 'film', 'films.json');
