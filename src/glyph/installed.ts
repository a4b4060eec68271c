import { type FileHandle, open, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { namesOf, sameName } from './collection.js';
import { type FontTables, viewOf } from './container.js';

/** A font that the system has. */
export interface InstalledFont {
  readonly file: string;
  /** Of a collection: which font it is, from 1. */
  readonly face: number | undefined;
}

/** Where the systems keep their fonts. */
function fontFolders(): string[] {
  const home = (...path: string[]): string => join(homedir(), ...path);
  const {
    WINDIR = 'C:\\Windows',
    LOCALAPPDATA = home('AppData', 'Local'),
    XDG_DATA_HOME,
    XDG_DATA_DIRS,
  } = process.env;
  switch (process.platform) {
    case 'win32':
      return [join(LOCALAPPDATA, 'Microsoft', 'Windows', 'Fonts'), join(WINDIR, 'Fonts')];
    case 'darwin':
      return [home('Library', 'Fonts'), '/Library/Fonts', '/System/Library/Fonts'];
    default: {
      const shared = XDG_DATA_DIRS?.split(':') ?? ['/usr/local/share', '/usr/share'];
      const all = [XDG_DATA_HOME ?? home('.local', 'share'), ...shared].map((folder) =>
        join(folder, 'fonts'),
      );
      return [home('.fonts'), ...all];
    }
  }
}

/**
 * Looks for an installed font by its full name, PostScript name, family with style, or family; of a family the regular style.
 * Throws AbecedaryError `font`, naming families that are spelt alike and the folders, where there is none.
 */
export async function findInstalled(name: string, folders = fontFolders()): Promise<InstalledFont> {
  const files = (await Promise.all(folders.map(fontFiles))).flat();
  const alike = new Set<string>();
  let best: (InstalledFont & { readonly rank: number }) | undefined;
  for (const file of files) {
    const fonts = await readNames(file);
    for (const [index, names] of fonts.entries()) {
      const rank = rankOf(names, name);
      if (rank < (best?.rank ?? Number.POSITIVE_INFINITY))
        best = { file, face: fonts.length > 1 ? index + 1 : undefined, rank };
      const family = names[4];
      if (family?.toLowerCase().startsWith(name.slice(0, 3).toLowerCase())) alike.add(family);
    }
  }
  if (best !== undefined) return best;
  const beside =
    alike.size === 0 ? '' : `, where those spelt alike are ${[...alike].sort().slice(0, 8).join(', ')}`;
  throw new AbecedaryError(
    'font',
    `Expected a font file, or the name of an installed font, but got ${JSON.stringify(name)}, which is not in ${folders.join(', ')}${beside}; correct font.file.`,
  );
}

/** Regular styles as families call them: asked for by its family alone, a font comes in one of these if it can. */
const regular = /^(regular|roman|normal|book|text|plain)$/i;

function rankOf(names: readonly (string | undefined)[], wanted: string): number {
  const rank = names.findIndex((each) => each !== undefined && sameName(each, wanted));
  if (rank < 0) return Number.POSITIVE_INFINITY;
  if (rank < 4) return rank;
  const family = names[rank]!;
  const style = names[rank - 2]!.slice(family.length).trim();
  return regular.test(style) ? rank : rank + 10;
}

async function fontFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true });
    return entries
      .filter((entry) => /\.(ttf|otf|ttc|otc)$/i.test(entry))
      .sort()
      .map((entry) => join(folder, entry));
  } catch {
    // A system need not have all of these folders, nor let everyone read them.
    return [];
  }
}

const mostNameBytes = 1_000_000;

/** The names of each font of a file, of which no more is read than that; none for a file that is damaged. */
async function readNames(path: string): Promise<(string | undefined)[][]> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const read = await reader(file);
    const head = await read(0, 12);
    const collection = head.getUint32(0) === 0x74746366;
    const count = collection ? Math.min(1024, head.getUint32(8)) : 1;
    const starts = collection ? await read(12, 4 * count) : new DataView(new ArrayBuffer(4));
    const all: (string | undefined)[][] = [];
    for (let font = 0; font < count; font++)
      all.push(namesOf(await nameTable(read, starts.getUint32(4 * font))));
    return all;
  } catch {
    return [];
  } finally {
    await file?.close();
  }
}

type Read = (at: number, length: number) => Promise<DataView>;

async function reader(file: FileHandle): Promise<Read> {
  return async (at, length) => {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, at);
    return viewOf(buffer.subarray(0, bytesRead));
  };
}

async function nameTable(read: Read, start: number): Promise<FontTables> {
  const count = (await read(start, 12)).getUint16(4);
  const directory = await read(start + 12, 16 * count);
  for (let at = 0; at + 16 <= directory.byteLength; at += 16) {
    if (directory.getUint32(at) !== 0x6e616d65) continue;
    const length = Math.min(mostNameBytes, directory.getUint32(at + 12));
    const { buffer, byteLength } = await read(directory.getUint32(at + 8), length);
    return new Map([['name', new Uint8Array(buffer as ArrayBuffer, 0, byteLength)]]);
  }
  return new Map();
}
