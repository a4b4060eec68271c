import { AbecedaryError } from '../base/errors.js';
import { readRegularFile } from '../base/regular-file.js';
import { errnoOf, fileReason } from './file-error.js';

const mostBytes = 1_000_000;

/** The text of a UTF-8 file, without a byte order mark. Throws `config` for one that is missing, too long or no UTF-8. */
export async function readTextFile(file: string): Promise<string> {
  const refusal = (got: string, cause?: unknown): AbecedaryError =>
    new AbecedaryError('config', `Expected a text file in UTF-8 at ${file}, got ${got}.`, { cause });
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(file, mostBytes);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') throw refusal('no such file; correct the path', cause);
    throw refusal(`one that cannot be read because ${fileReason(cause)}; check it`, cause);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refusal('another encoding; save it as UTF-8', cause);
  }
}
