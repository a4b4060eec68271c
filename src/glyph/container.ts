import { inflateSync } from 'node:zlib';
import { unusableFont } from './unusable.js';

/** The tables of a font by tag, as they lie in its file. */
export type FontTables = ReadonlyMap<string, Uint8Array>;

/** What outlines, advances, names, metrics and shaping are made of; other tables are not even looked at. */
const wanted = new Set([
  ...['head', 'hhea', 'hmtx', 'maxp', 'cmap', 'name', 'OS/2', 'post'],
  ...['glyf', 'loca', 'CFF ', 'CFF2', 'vhea', 'vmtx', 'VORG'],
  ...['fvar', 'avar', 'gvar', 'HVAR'],
  ...['GDEF', 'GSUB', 'GPOS', 'BASE', 'kern'],
]);

/** Far above any real font of one style; what says it needs more is damaged or hostile. */
const mostBytes = 128 * 1024 * 1024;

/**
 * Opens a font file of any container (TTF, OTF, WOFF, WOFF2, TTC, OTC) and returns the tables of each font in it: one, unless
 * it is a collection. Throws AbecedaryError `font` for anything that is no font, and for one whose directory lies.
 */
export async function readFonts(bytes: Uint8Array, file: string): Promise<FontTables[]> {
  if (bytes.length === 0) throw unusableFont(file, 'it is empty');
  const kind = tagAt(bytes, 0);
  switch (kind) {
    case '\0\x01\0\0':
    case 'true':
    case 'OTTO':
      return [readSfnt(bytes, file, 0)];
    case 'wOFF':
      return [readWoff(bytes, file)];
    case 'wOF2':
      return readWoff2(bytes, file);
    case 'ttcf':
      return readCollection(bytes, file);
    default:
      throw unusableFont(file, 'it does not begin like one');
  }
}

/** More than any real collection has. */
const mostFaces = 1024;

function readCollection(bytes: Uint8Array, file: string): FontTables[] {
  const view = viewOf(bytes);
  const count = bytes.length < 12 ? 0 : view.getUint32(8);
  if (count === 0 || count > mostFaces || 12 + 4 * count > bytes.length) {
    throw unusableFont(file, 'it ends within the list of its fonts');
  }
  return Array.from({ length: count }, (_, index) => readSfnt(bytes, file, view.getUint32(12 + 4 * index)));
}

/** The font that begins at this place; its tables are counted from the beginning of the file. */
function readSfnt(bytes: Uint8Array, file: string, start: number): FontTables {
  const entries = directory(bytes, file, {
    start,
    header: 12,
    entry: 16,
    read: (view, at) => ({
      tag: tagAt(bytes, at),
      offset: view.getUint32(at + 8),
      storedLength: view.getUint32(at + 12),
      length: view.getUint32(at + 12),
    }),
  });
  const tables = new Map(
    entries.map(({ tag, offset, length }) => [tag, bytes.subarray(offset, offset + length)] as const),
  );
  return ofKind(tables, tagAt(bytes, start));
}

/** Where a font has outlines of both kinds, it has those that its first four bytes speak of. */
function ofKind(tables: Map<string, Uint8Array>, kind: string): FontTables {
  const postScript = ['CFF ', 'CFF2'].some((tag) => tables.has(tag));
  if (kind === 'OTTO' && postScript) for (const tag of ['glyf', 'loca']) tables.delete(tag);
  return tables;
}

/** WOFF: each table may be deflated by itself (https://www.w3.org/TR/WOFF/, section 5). */
function readWoff(bytes: Uint8Array, file: string): FontTables {
  const entries = directory(bytes, file, {
    header: 44,
    entry: 20,
    countAt: 12,
    read: (view, at) => ({
      tag: tagAt(bytes, at),
      offset: view.getUint32(at + 4),
      storedLength: view.getUint32(at + 8),
      length: view.getUint32(at + 12),
    }),
  });
  if (entries.reduce((sum, entry) => sum + entry.length, 0) > mostBytes) {
    throw unusableFont(file, 'its tables claim to unpack to more than 128 MB');
  }
  const tables = new Map(
    entries.map(({ tag, offset, storedLength, length }): [string, Uint8Array] => {
      const stored = bytes.subarray(offset, offset + storedLength);
      if (storedLength >= length) return [tag, stored];
      try {
        return [tag, inflateSync(stored, { maxOutputLength: Math.max(1, length) })];
      } catch (cause) {
        throw unusableFont(file, `its table '${tag}' does not unpack`, { cause });
      }
    }),
  );
  return ofKind(tables, tagAt(bytes, 4));
}

async function readWoff2(bytes: Uint8Array, file: string): Promise<FontTables[]> {
  // Loaded only where it is needed: it unpacks a program of its own first.
  const { decompress } = await import('woff2-encoder');
  let unpacked: Uint8Array;
  try {
    unpacked = await decompress(bytes);
  } catch (cause) {
    throw unusableFont(file, 'its WOFF2 data does not unpack', { cause });
  }
  const kind = unpacked.length < 4 ? '' : tagAt(unpacked, 0);
  if (kind === 'wOF2' || kind === 'wOFF') throw unusableFont(file, 'it holds another packed font');
  return readFonts(unpacked, file);
}

interface DirectoryEntry {
  readonly tag: string;
  readonly offset: number;
  readonly storedLength: number;
  readonly length: number;
}

function directory(
  bytes: Uint8Array,
  file: string,
  layout: {
    readonly start?: number;
    readonly header: number;
    readonly entry: number;
    readonly countAt?: number;
    read(view: DataView, at: number): DirectoryEntry;
  },
): DirectoryEntry[] {
  const view = viewOf(bytes);
  const { start = 0, countAt = 4 } = layout;
  const first = start + layout.header;
  const count = bytes.length < first ? 0 : view.getUint16(start + countAt);
  if (count === 0 || first + count * layout.entry > bytes.length) {
    throw unusableFont(file, 'it ends within the list of its tables');
  }
  const entries = Array.from({ length: count }, (_, index) =>
    layout.read(view, first + index * layout.entry),
  );
  return entries.filter((entry) => {
    if (!wanted.has(entry.tag)) return false;
    if (entry.offset + entry.storedLength > bytes.length) {
      throw unusableFont(file, `it ends before its table '${entry.tag}' does`);
    }
    return true;
  });
}

/** Big-endian access to the bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
