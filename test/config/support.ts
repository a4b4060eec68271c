import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type FlagValues, loadConfig } from '../../src/config/index.js';

/** A folder for the tests of one file, removed at their end. */
export function useFolder(): {
  readonly path: string;
  write(name: string, text: string | Uint8Array): Promise<string>;
} {
  let path = '';
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'abecedary-config-'));
  });
  afterAll(() => rm(path, { recursive: true }));
  return {
    get path() {
      return path;
    },
    async write(name, text) {
      await writeFile(join(path, name), text);
      return name;
    },
  };
}

/** The lines of the error that loading must end with. */
export async function mistakesOf(
  file: string | undefined,
  folder: string,
  flags: FlagValues = {},
): Promise<string[]> {
  const error = await loadConfig(file, { folder, flags }).then(
    () => undefined,
    (thrown: unknown) => thrown as Error & { code: string },
  );
  if (error?.name !== 'AbecedaryError' || error.code !== 'config')
    throw error ?? new Error('no mistake was found');
  return error.message.split('\n').map((line) => line.trim());
}
