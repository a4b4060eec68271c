import { sha256Pattern } from '../../base/hash.js';
import type { Seal } from '../sealed.js';

/**
 * Keeps results between runs and between machines. What is kept goes either by the SHA-256 of its bytes (a blob: pictures,
 * inputs) or by a key with slashes (a record: small JSON). Every write is whole or not there. All methods throw
 * AbecedaryError `output` when the place cannot be reached or written.
 */
export interface Store {
  /** Where it is, as the user names it; holds no secret. */
  readonly location: string;
  /** What its records are sealed with. */
  readonly seal: Seal;
  /** The bytes of a record; undefined where there is none. */
  readRecord(key: string): Promise<Uint8Array | undefined>;
  /**
   * Writes a record. With `first` only where there is none yet: of several that write one key at the same time one
   * succeeds. Returns whether it was written.
   */
  writeRecord(key: string, bytes: Uint8Array, options?: { readonly first?: boolean }): Promise<boolean>;
  /** Removes a record; one that is not there is fine. */
  removeRecord(key: string): Promise<void>;
  /** Takes a record that is none of ours out of the way, to be looked at: below `aside/`, under its key. */
  setAside(key: string): Promise<void>;
  hasBlob(sha256: string): Promise<boolean>;
  /** Keeps bytes and returns their SHA-256. */
  keepBytes(bytes: Uint8Array): Promise<string>;
  /** Keeps a file and returns the SHA-256 of its bytes. The file may become one with what is kept: let go of it. */
  keepFile(file: string): Promise<string>;
  /** The bytes of a blob; undefined where it is missing or damaged. A damaged one is set aside. */
  readBlob(sha256: string): Promise<Uint8Array | undefined>;
  /**
   * Writes a blob to a file, whole or not at all. `shared` says that nobody will change the file in its place, so that it
   * need not take space of its own. Returns false, and writes nothing, where the blob is missing or damaged; a damaged one
   * is set aside.
   */
  placeBlob(sha256: string, file: string, options?: { readonly shared?: boolean }): Promise<boolean>;
  removeBlob(sha256: string): Promise<void>;
}

/** Where a blob lies. Two levels, since no file system likes a million names in a folder. */
export function blobKey(sha256: string): string {
  return `blobs/${checked(sha256).slice(0, 2)}/${sha256}`;
}

/** Where the record of a job lies. */
export function recordKey(kind: 'results' | 'checkpoints', job: string): string {
  return `${kind}/${checked(job)}.json`;
}

/** Where something lies that was set aside. */
export function asideKey(key: string): string {
  return `aside/${key}`;
}

/** Whoever asks has checked it: no other text becomes part of a path, whatever mistake is made elsewhere. */
function checked(hash: string): string {
  if (!sha256Pattern.test(hash)) throw new RangeError('a store was asked for what is no SHA-256');
  return hash;
}
