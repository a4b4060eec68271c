import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openRegularFile } from '../../base/regular-file.js';
import { fileSize } from '../../files/index.js';
import type { WeightsFile, WeightsSet } from './catalogue.js';

/** What decides where a user's cache lies. */
interface Surroundings {
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const here = (): Surroundings => ({ platform: process.platform, home: homedir(), env: process.env });

/**
 * The folder that keeps weights between runs: below `XDG_CACHE_HOME` (when it is absolute, as its specification asks), else
 * where the system keeps caches.
 */
export function weightsFolder({ platform, home, env }: Surroundings = here()): string {
  return join(cacheFolder({ platform, home, env }), 'abecedary', 'weights');
}

function cacheFolder({ platform, home, env }: Surroundings): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return local ?? join(home, 'AppData', 'Local');
  return join(home, '.cache');
}

/** The file's object name in Git. Rejects with the system's error when it cannot be read. */
export async function blobIdOf(file: string): Promise<string> {
  const { handle, size } = await openRegularFile(file, Number.POSITIVE_INFINITY);
  const hash = createHash('sha1').update(`blob ${size}\0`);
  await pipeline(handle.createReadStream(), hash);
  return hash.digest('hex');
}

/** The files of a set that the folder lacks, or has at another size. */
export async function missingFiles(set: WeightsSet, folder: string): Promise<WeightsFile[]> {
  const sizes = await Promise.all(set.files.map((file) => fileSize(join(folder, file.name))));
  return set.files.filter((file, at) => sizes[at] !== file.bytes);
}
