import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const shared = new URL('../../../shared/data/', import.meta.url);

/** The absolute path of a file or folder of the shared test data, which lie beside the project and are never part of it. */
export function sharedPath(path: string): string {
  return fileURLToPath(new URL(path, shared));
}

/**
 * A `describe` for tests that need a folder of the shared data (`art`, `fonts`, `malformed`). The body is given the
 * folder's absolute path; it is not run, and the reason printed, where the folder is absent.
 */
export function describeWithSharedData(folder: string, title: string, body: (path: string) => void): void {
  const path = sharedPath(folder);
  if (existsSync(path)) {
    describe(title, () => body(path));
    return;
  }
  const reason = `skipped: ../shared/data/${folder} is absent`;
  console.warn(`${title}: ${reason}`);
  describe(title, () => {
    it.skip(reason, () => undefined);
  });
}
