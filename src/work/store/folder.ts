import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile } from '../../base/regular-file.js';
import {
  copyWholeFile,
  errnoOf,
  fileSize,
  hashFile,
  moveFile,
  writeError,
  writeWholeFile,
} from '../../files/index.js';
import { type Seal, sealWith } from '../sealed.js';
import { asideKey, blobKey, type Store } from './contract.js';

/** A record is a few kilobytes, a blob a picture or an artwork. */
const [mostRecordBytes, mostBlobBytes] = [16_000_000, 4_000_000_000];

/** A store in a folder: of one run, or of a file system that several machines share. */
export function openFolderStore(folder: string, seal: Seal = sealWith()): Store {
  const at = (key: string): string => join(folder, key);
  const blob = (sha256: string): string => at(blobKey(sha256));
  const remove = async (file: string): Promise<void> => {
    await rm(file, { force: true }).catch((cause: unknown) => {
      throw writeError(file, cause);
    });
  };
  const setAside = (key: string): Promise<void> => moveFile(at(key), at(asideKey(key)));
  const read = async (file: string, mostBytes: number): Promise<Uint8Array | undefined> =>
    readRegularFile(file, mostBytes).catch((cause: unknown) => {
      if (errnoOf(cause) === 'ENOENT') return undefined;
      throw writeError(file, cause);
    });
  /** Whether the blob is there and whole. */
  const isSound = async (sha256: string): Promise<boolean> => {
    if ((await fileSize(blob(sha256))) === undefined) return false;
    if ((await hashFile(blob(sha256))) === sha256) return true;
    await setAside(blobKey(sha256));
    return false;
  };

  return {
    location: folder,
    seal,
    readRecord: (key) => read(at(key), mostRecordBytes),
    writeRecord: (key, bytes, { first = false } = {}) => writeWholeFile(at(key), bytes, { first }),
    removeRecord: (key) => remove(at(key)),
    setAside,
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
    readBlob: async (sha256) => ((await isSound(sha256)) ? read(blob(sha256), mostBlobBytes) : undefined),
    placeBlob: async (sha256, file, { shared = false } = {}) => {
      if (!(await isSound(sha256))) return false;
      await copyWholeFile(blob(sha256), file, { linked: shared });
      return true;
    },
    removeBlob: (sha256) => remove(blob(sha256)),
  };
}
