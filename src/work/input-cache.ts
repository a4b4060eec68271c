import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyWholeFile, fileSize } from '../files/index.js';
import type { Store } from './store/index.js';

/** Ingredients of a store as files, each once by its hash, however many names and jobs it has. */
export interface InputCache {
  /**
   * Puts an ingredient where a job looks for it. False where the store has it not, or damaged.
   */
  place(sha256: string, file: string): Promise<boolean>;
}

/**
 * A cache in a folder that nobody else uses. Beyond `mostBytes` what was asked for longest ago is removed; jobs at work are not disturbed,
 * since their files are links.
 */
export function openInputCache(store: Store, folder: string, mostBytes: number): InputCache {
  /** Size of each by its hash, in the order of use. */
  const kept = new Map<string, number>();
  const at = (sha256: string): string => join(folder, sha256);
  let turn: Promise<unknown> = Promise.resolve();

  async function place(sha256: string, file: string): Promise<boolean> {
    const isThere = kept.has(sha256) && (await fileSize(at(sha256))) !== undefined;
    if (!isThere && !(await store.placeBlob(sha256, at(sha256)))) return false;
    await copyWholeFile(at(sha256), file, { linked: true });
    kept.delete(sha256);
    kept.set(sha256, (await fileSize(file)) ?? 0);
    let bytes = [...kept.values()].reduce((sum, size) => sum + size, 0);
    for (const [oldest, size] of kept) {
      if (bytes <= mostBytes) break;
      kept.delete(oldest);
      bytes -= size;
      await rm(at(oldest), { force: true });
    }
    return true;
  }

  return {
    // One after the other: what one has fetched the next one finds.
    place: (sha256, file) => {
      const placed = turn.then(() => place(sha256, file));
      turn = placed.catch(() => undefined);
      return placed;
    },
  };
}
