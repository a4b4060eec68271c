/**
 * Keeps results between runs and between machines. What is kept goes either by the SHA-256 of its bytes (a blob: pictures,
 * inputs) or by a key with slashes (a record: small JSON). Every write is whole or not there. All methods throw
 * AbecedaryError `output` when the place cannot be reached or written.
 */
export interface Store {
  /** Where it is, as the user names it; holds no secret. */
  readonly location: string;
  /** The bytes of a record; undefined where there is none. */
  readRecord(key: string): Promise<Uint8Array | undefined>;
  /**
   * Writes a record. With `first` only where there is none yet: of several that write one key at the same time one
   * succeeds. Returns whether it was written.
   */
  writeRecord(key: string, bytes: Uint8Array, options?: { readonly first?: boolean }): Promise<boolean>;
  /** Removes a record; one that is not there is fine. */
  removeRecord(key: string): Promise<void>;
  hasBlob(sha256: string): Promise<boolean>;
  /** Keeps bytes and returns their SHA-256. */
  keepBytes(bytes: Uint8Array): Promise<string>;
  /** Keeps a file and returns the SHA-256 of its bytes. The file may become one with what is kept: let go of it. */
  keepFile(file: string): Promise<string>;
  /** The bytes of a blob; undefined where it is missing or damaged. A damaged one is removed. */
  readBlob(sha256: string): Promise<Uint8Array | undefined>;
  /**
   * Writes a blob to a file, whole or not at all. `shared` says that nobody will change the file in its place, so that it
   * need not take space of its own. Returns false, and writes nothing, where the blob is missing or damaged; a damaged one
   * is removed.
   */
  placeBlob(sha256: string, file: string, options?: { readonly shared?: boolean }): Promise<boolean>;
  removeBlob(sha256: string): Promise<void>;
}

/** Where a blob lies. Two levels, since no file system likes a million names in a folder. */
export function blobKey(sha256: string): string {
  return `blobs/${sha256.slice(0, 2)}/${sha256}`;
}
