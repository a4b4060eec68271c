import { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import { readRegularText } from '../base/regular-file.js';
import { writeTextFile } from './atomic-file.js';
import { errnoOf } from './file-error.js';
import { runFolder } from './run-folder.js';

/** Letter to the artwork that it was given by itself, an absolute path. */
export type Pairings = Readonly<Record<string, string>>;

/** The artworks that letters of a run were given one by one; none in a new folder. Throws `output` for a damaged file. */
export async function readPairings(out: string): Promise<Pairings> {
  const file = runFolder(out).pairings;
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(await readRegularText(file)));
  } catch (cause) {
    // A file in the place of the folder is for those to tell who write there.
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause))) return {};
    throw new AbecedaryError(
      'output',
      `Expected letters with their artworks in ${file}, got a damaged file; remove it and choose the artworks again.`,
      { cause },
    );
  }
}

/** Writes them, whole or not at all. Throws `output`. */
export async function writePairings(out: string, pairings: Pairings): Promise<void> {
  await writeTextFile(runFolder(out).pairings, `${JSON.stringify(pairings, null, 2)}\n`);
}
