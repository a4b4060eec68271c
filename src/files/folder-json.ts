import type { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import { readRegularText } from '../base/regular-file.js';
import { writeTextFile } from './atomic-file.js';
import { errnoOf } from './file-error.js';

/**
 * What a JSON file of a run's folder holds, as its schema has it; undefined where there is none. Throws `output` with the sentence
 * `damaged` for a file that is not as it was written.
 */
export async function readFolderJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  damaged: string,
): Promise<z.output<Schema> | undefined> {
  try {
    return schema.parse(JSON.parse(await readRegularText(file)));
  } catch (cause) {
    // A file in the place of the folder is for those to tell who write there.
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause))) return undefined;
    throw new AbecedaryError('output', damaged, { cause });
  }
}

/** Writes it, whole or not at all. Throws `output`. */
export async function writeFolderJson(file: string, value: unknown): Promise<void> {
  await writeTextFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
