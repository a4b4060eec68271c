import type { AbecedaryError } from '../base/errors.js';
import { readRegularText } from '../base/regular-file.js';
import { errnoOf, fileReason } from './file-error.js';

/** What our JSON files name as their creator. */
export const creator = 'abecedary';

/**
 * A JSON file of this program, or undefined where there is none. For one that cannot be read, is no JSON or is of another
 * program it throws what `refuse` makes of what was found.
 */
export async function readOwnJson(
  file: string,
  refuse: (got: string, cause?: unknown) => AbecedaryError,
): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readRegularText(file);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw refuse(`a file that cannot be read because ${fileReason(cause)}`, cause);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse('text that is no JSON', cause);
  }
  if (!isRecord(value) || !isRecord(value.createdBy) || value.createdBy.name !== creator) {
    throw refuse('the file of another program');
  }
  return value;
}

/** Whether a value is an object with keys. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
