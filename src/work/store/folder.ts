import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyWholeFile, errnoOf, fileSize, hashFile, writeError, writeWholeFile } from '../../files/index.js';
import { blobKey, type Store } from './contract.js';

/** A store in a folder: of one run, or of a file system that several machines share. */
export function openFolderStore(folder: string): Store {
  const at = (key: string): string => join(folder, key);
  const blob = (sha256: string): string => at(blobKey(sha256));
  const remove = async (file: string): Promise<void> => {
    await rm(file, { force: true }).catch((cause: unknown) => {
      throw writeError(file, cause);
    });
  };
  const read = async (file: string): Promise<Uint8Array | undefined> =>
    readFile(file).catch((cause: unknown) => {
      if (errnoOf(cause) === 'ENOENT') return undefined;
      throw writeError(file, cause);
    });
  /** Whether the blob is there and whole. */
  const isSound = async (sha256: string): Promise<boolean> => {
    if ((await fileSize(blob(sha256))) === undefined) return false;
    if ((await hashFile(blob(sha256))) === sha256) return true;
    await remove(blob(sha256));
    return false;
  };

  return {
    location: folder,
    readRecord: (key) => read(at(key)),
    writeRecord: (key, bytes, { first = false } = {}) => writeWholeFile(at(key), bytes, { first }),
    removeRecord: (key) => remove(at(key)),
    hasBlob: async (sha256) => (await fileSize(blob(sha256))) !== undefined,
    keepBytes: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (!(await isSound(sha256))) await writeWholeFile(blob(sha256), bytes, { durable: false });
      return sha256;
    },
    keepFile: async (file) => {
      const sha256 = await hashFile(file);
      if (!(await isSound(sha256))) await copyWholeFile(file, blob(sha256), { linked: true });
      return sha256;
    },
    readBlob: async (sha256) => ((await isSound(sha256)) ? read(blob(sha256)) : undefined),
    placeBlob: async (sha256, file, { shared = false } = {}) => {
      if (!(await isSound(sha256))) return false;
      await copyWholeFile(blob(sha256), file, { linked: shared });
      return true;
    },
    removeBlob: (sha256) => remove(blob(sha256)),
  };
}
