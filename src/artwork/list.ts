import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { AbecedaryError } from '../base/errors.js';
import type { ArtworkSettings } from '../config/index.js';

/** The folder of the artworks that come with the package; as far from this file in `src` as in `dist`. */
export const includedArtworks = fileURLToPath(new URL('../../styles', import.meta.url));

const endings = [
  ...['.png', '.jpg', '.jpeg', '.jpe', '.jfif', '.webp', '.gif', '.tif', '.tiff', '.avif'],
  ...['.svg', '.svgz', '.pdf', '.heic', '.heif', '.hif'],
];

/** What systems leave in folders. */
const ofSystems = ['thumbs.db', 'desktop.ini', 'icon\r'];

const naturalOrder = new Intl.Collator('en', { numeric: true });

/** Deeper folders are not looked through. */
const mostDepth = 20;

type Where = Pick<ArtworkSettings, 'from' | 'recursive'>;

/**
 * The artwork files that `from` means, in order. `included` is the shipped folder; another word is the path of a folder
 * (its pictures by name, `2.png` before `10.png`; hidden files and other endings are left out, and subfolders unless it is `recursive`) or of one
 * picture, or one like `art/*.jpg` for all whose names are like it, where no shell has done that; a list is taken as it is, each file once it
 * is seen to exist.
 * Throws `artwork` for what is missing or empty.
 */
export async function listArtworks({ from, recursive }: Where): Promise<string[]> {
  if (typeof from !== 'string') return listAll(from, recursive);
  const folder = folderOf(from);
  if (await isFile(folder)) return [folder];
  return (await listAlike(folder)) ?? listFolder(folder, recursive);
}

/** The pictures of a folder whose names are like that of the path, in order; undefined where it is no pattern. Throws `artwork` where none is like it. */
async function listAlike(path: string): Promise<string[] | undefined> {
  const pattern = basename(path);
  if (!/[*?]/.test(pattern) || (await entryAt(path)) !== undefined) return undefined;
  const like = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const contents = await lookThrough(dirname(path), false).catch(() => undefined);
  const alike = (contents?.pictures ?? []).filter((file) => like.test(basename(file)));
  if (alike.length > 0) return alike;
  throw new AbecedaryError(
    'artwork',
    `Expected pictures whose names are like ${path}, got none; check the path.`,
  );
}

const folderOf = (from: string): string => (from === 'included' ? includedArtworks : from);

/** A sentence for each folder of `from` that holds what is not used: other files with the remedy, and folders. */
export async function leftOutArtworks({ from, recursive }: Where): Promise<string[]> {
  const notes: string[] = [];
  for (const path of typeof from === 'string' ? [folderOf(from)] : from) {
    if (!(await isFolder(path))) continue;
    const { others, folders } = await lookThrough(path, recursive);
    const parts = [];
    if (others.length > 0)
      parts.push(`${inWords(others)}: no such file can be read, export pictures as PNG or JPEG`);
    if (folders.length > 0)
      parts.push(`the pictures of ${inWords(folders)}: --recursive looks through folders too`);
    if (parts.length > 0) notes.push(`Not used of ${path} are ${parts.join('; and ')}.`);
  }
  return notes;
}

const mostNames = 8;

function inWords(names: readonly string[]): string {
  if (names.length <= mostNames + 1) return names.join(', ');
  return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

interface Contents {
  /** Paths of pictures. */
  readonly pictures: string[];
  /** Paths from the folder of what else lies there, and of folders that were not looked through. */
  readonly others: string[];
  readonly folders: string[];
}

/** What a folder holds, in order; folders stand where their names do. Links are followed, each folder once. */
async function lookThrough(root: string, recursive: boolean): Promise<Contents> {
  const contents: Contents = { pictures: [], others: [], folders: [] };
  const seen = new Set<string>();
  const enter = async (folder: string, depth: number): Promise<void> => {
    const real = await realpath(folder);
    if (seen.has(real)) return;
    seen.add(real);
    for (const name of (await readdir(folder)).sort(byName)) {
      if (name.startsWith('.') || ofSystems.includes(name.toLowerCase())) continue;
      const path = join(folder, name);
      if (await isFolder(path)) {
        if (recursive && depth < mostDepth) await enter(path, depth + 1);
        else contents.folders.push(relative(root, path));
      } else if (endings.includes(extname(name).toLowerCase()) && (await isFile(path)))
        contents.pictures.push(path);
      else contents.others.push(relative(root, path));
    }
  };
  await enter(root, 0);
  return contents;
}

async function listFolder(folder: string, recursive: boolean): Promise<string[]> {
  const { pictures, others, folders } = await lookThrough(folder, recursive).catch((cause: unknown) => {
    const found =
      (cause as NodeJS.ErrnoException).code === 'EACCES' ? 'one that may not be read' : 'none there';
    const message = `Expected a folder of artworks at ${folder}, got ${found}; check the path and its permissions.`;
    throw new AbecedaryError('artwork', message, { cause });
  });
  if (pictures.length > 0) return pictures;
  const wanted = endings.join(', ');
  const count = others.length + folders.length;
  const got = count === 0 ? 'an empty folder' : `none among its ${count} entries`;
  const within = folders.length === 0 ? '' : ', look through its folders too (--recursive),';
  const message = `Expected pictures (${wanted}) in the artwork folder ${folder}, got ${got}; put some there${within} or choose another folder.`;
  throw new AbecedaryError('artwork', message);
}

/** The files of a list, and those of its folders in their place. */
async function listAll(paths: readonly string[], recursive: boolean): Promise<string[]> {
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
    else if (await isFolder(path)) files.push(...(await listFolder(path, recursive)));
    else {
      const alike = await listAlike(path);
      if (alike === undefined) missing.push(path);
      else files.push(...alike);
    }
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
