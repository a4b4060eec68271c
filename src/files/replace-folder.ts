import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { makeFolder } from './atomic-file.js';
import { writeError } from './file-error.js';

/** Puts a folder in the place of another, which is removed with all that is in it. Throws `output`. */
export async function replaceFolder(folder: string, by: string): Promise<void> {
  try {
    await makeFolder(dirname(folder));
    await rm(folder, { recursive: true, force: true });
    await rename(by, folder);
  } catch (cause) {
    throw writeError(folder, cause);
  }
}

/** Removes a folder with all that is in it; one that is not there is fine. Throws `output`. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch((cause: unknown) => {
    throw writeError(folder, cause);
  });
}
