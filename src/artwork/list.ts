import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { AbecedaryError } from '../base/errors.js';

/** The folder of the artworks that come with the package; as far from this file in `src` as in `dist`. */
export const includedArtworks = fileURLToPath(new URL('../../styles', import.meta.url));

const endings = ['.png', '.jpg', '.jpeg', '.jpe', '.jfif', '.webp', '.gif', '.tif', '.tiff', '.avif'];

const naturalOrder = new Intl.Collator('en', { numeric: true });

/**
 * The artwork files that `from` means, in order. `included` is the shipped folder; another word is the path of a folder
 * (its pictures by name, `2.png` before `10.png`; hidden files, other endings and subfolders are left out) or of one
 * picture; a list is taken as it is, each file once it is seen to exist.
 * Throws `artwork` for what is missing or empty.
 */
export async function listArtworks(from: string | readonly string[]): Promise<string[]> {
  if (typeof from !== 'string') return listAll(from);
  const folder = from === 'included' ? includedArtworks : from;
  return (await isFile(folder)) ? [folder] : listFolder(folder);
}

async function listFolder(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    const found =
      (cause as NodeJS.ErrnoException).code === 'EACCES' ? 'one that may not be read' : 'none there';
    const message = `Expected a folder of artworks at ${folder}, got ${found}; check the path and its permissions.`;
    throw new AbecedaryError('artwork', message, { cause });
  });
  const pictures: string[] = [];
  for (const name of names.sort(byName)) {
    if (name.startsWith('.') || !endings.includes(extname(name).toLowerCase())) continue;
    const file = join(folder, name);
    if (await isFile(file)) pictures.push(file);
  }
  if (pictures.length > 0) return pictures;
  const wanted = endings.join(', ');
  const got = names.length === 0 ? 'an empty folder' : `none among its ${names.length} entries`;
  const message = `Expected pictures (${wanted}) in the artwork folder ${folder}, got ${got}; put some there or choose another folder.`;
  throw new AbecedaryError('artwork', message);
}

/** The files of a list, and those of its folders in their place. */
async function listAll(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) {
    throw new AbecedaryError(
      'artwork',
      'Expected at least one artwork, got an empty list; name a picture file.',
    );
  }
  const missing: string[] = [];
  const files: string[] = [];
  for (const path of paths) {
    if (await isFile(path)) files.push(path);
    else if (await isFolder(path)) files.push(...(await listFolder(path)));
    else missing.push(path);
  }
  if (missing.length === 0) return files;
  const message = `Expected every artwork of the list to be a file or a folder, got none at ${missing.join(', ')}; check the paths.`;
  throw new AbecedaryError('artwork', message);
}

const isFile = async (path: string): Promise<boolean> => (await entryAt(path))?.isFile() ?? false;

const isFolder = async (path: string): Promise<boolean> => (await entryAt(path))?.isDirectory() ?? false;

const entryAt = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

/** Natural order; names that it takes for equal, by their code units, so that the order never depends on the disk. */
function byName(a: string, b: string): number {
  return naturalOrder.compare(a, b) || (a < b ? -1 : 1);
}
