import { type FontTables, shapingTables, viewOf } from './container.js';
import { unusableFont } from './unusable.js';

/**
 * A new, plain font file with only the tables that outlines, advances and names need, and with everything bounded that
 * would let opentype.js run away: layout, colour and hinting tables go, one character map stays, instances go.
 * Throws AbecedaryError `font` when something indispensable is missing or impossible.
 */
export function sanitise(tables: FontTables, file: string): Uint8Array<ArrayBuffer> {
  for (const tag of ['head', 'hhea', 'hmtx', 'maxp', 'cmap']) {
    if (!tables.has(tag)) throw unusableFont(file, `it has no table '${tag}'`);
  }
  const outlines = ['glyf loca', 'CFF ', 'CFF2'].find((tags) =>
    outlineTags(tags).every((tag) => tables.has(tag)),
  );
  if (outlines === undefined) throw unusableFont(file, 'it has no outlines, only pictures or nothing at all');

  const kept = new Map<string, Uint8Array>([['post', emptyPost()]]);
  for (const tag of ['head', 'hhea', 'hmtx', 'maxp', ...outlineTags(outlines)])
    kept.set(tag, tables.get(tag)!);
  const unitsPerEm = tables.get('head')!.length < 54 ? 0 : viewOf(tables.get('head')!).getUint16(18);
  if (unitsPerEm < 16 || unitsPerEm > 16384) throw unusableFont(file, `its em is ${unitsPerEm} units`);
  kept.set('cmap', boundedCmap(tables.get('cmap')!, file));
  kept.set('name', boundedName(tables.get('name')));
  const fvar = tables.get('fvar');
  if (fvar !== undefined) {
    kept.set('fvar', axesOnly(fvar, file));
    if (tables.has('avar')) kept.set('avar', tables.get('avar')!);
    // The advance of a TrueType instance comes from gvar's phantom points; only CFF2 has nothing else than HVAR.
    if (outlines === 'CFF2' && tables.has('HVAR')) kept.set('HVAR', tables.get('HVAR')!);
  }
  return toSfnt(kept, outlines === 'glyf loca' ? 0x00010000 : 0x4f54544f);
}

/** The same font with the tables that shaping takes, for HarfBuzz, which checks them itself. Throws like `sanitise`. */
export function forShaping(tables: FontTables, file: string): Uint8Array<ArrayBuffer> {
  const kept = new Map<string, Uint8Array>([['cmap', boundedCmap(tables.get('cmap')!, file)]]);
  const others = ['head', 'hhea', 'hmtx', 'maxp', 'glyf', 'loca', 'CFF ', 'CFF2'];
  const variations = ['fvar', 'avar', 'gvar', 'HVAR'];
  for (const tag of [...others, ...variations, ...shapingTables]) {
    const table = tables.get(tag);
    if (table !== undefined) kept.set(tag, table);
  }
  return toSfnt(kept, kept.has('glyf') ? 0x00010000 : 0x4f54544f);
}

const outlineTags = (tags: string): string[] => (tags === 'glyf loca' ? tags.split(' ') : [tags]);

function emptyPost(): Uint8Array {
  const post = new Uint8Array(32);
  viewOf(post).setUint32(0, 0x00030000);
  return post;
}

/** Best first: full Unicode, then the basic plane, then symbols and old Macintosh. Pairs of platform and encoding. */
const encodings = ['3.10', '0.6', '0.4', '3.1', '0.3', '0.2', '0.1', '0.0', '1.0', '3.0'];

/** The best character map alone: opentype.js takes the last one that it knows, which may be the Macintosh one. */
function boundedCmap(cmap: Uint8Array, file: string): Uint8Array {
  const view = viewOf(cmap);
  const found: { rank: number; at: number }[] = [];
  const count = cmap.length < 4 ? 0 : view.getUint16(2);
  for (let index = 0; index < count && 12 + index * 8 <= cmap.length; index++) {
    const record = 4 + index * 8;
    const rank = encodings.indexOf(`${view.getUint16(record)}.${view.getUint16(record + 2)}`);
    const at = view.getUint32(record + 4);
    if (rank < 0 || at + 16 > cmap.length) continue;
    if ([0, 4, 12, 13].includes(view.getUint16(at))) found.push({ rank, at });
  }
  const best = found.sort((a, b) => a.rank - b.rank)[0];
  if (best === undefined) throw unusableFont(file, 'it has no character map that can be read');
  const subtable = cmap.subarray(best.at);
  if (mappedCharacters(subtable) > 0x110000) throw unusableFont(file, 'its character map has no end');

  const [platform, encoding] = encodings[best.rank]!.split('.').map(Number) as [number, number];
  const bounded = new Uint8Array(12 + subtable.length);
  const header = viewOf(bounded);
  header.setUint16(2, 1);
  header.setUint16(4, platform);
  header.setUint16(6, encoding);
  header.setUint32(8, 12);
  bounded.set(subtable, 12);
  return bounded;
}

/** How many characters a map lists, or Infinity when its ranges run backwards or out of its bytes. */
function mappedCharacters(subtable: Uint8Array): number {
  const view = viewOf(subtable);
  const format = view.getUint16(0);
  let characters = 0;
  if (format === 4) {
    const segments = view.getUint16(6) >> 1;
    if (16 + segments * 8 > subtable.length) return Number.POSITIVE_INFINITY;
    for (let index = 0; index < segments; index++) {
      const last = view.getUint16(14 + index * 2);
      const first = view.getUint16(16 + segments * 2 + index * 2);
      if (first <= last) characters += last - first + 1;
    }
  } else if (format === 12 || format === 13) {
    const groups = view.getUint32(12);
    if (16 + groups * 12 > subtable.length) return Number.POSITIVE_INFINITY;
    for (let index = 0; index < groups; index++) {
      const first = view.getUint32(16 + index * 12);
      const last = view.getUint32(20 + index * 12);
      if (first <= last) characters += last - first + 1;
    }
  }
  return characters;
}

/** The names as they are, or none when they are damaged or longer than a million bytes in total. */
function boundedName(name: Uint8Array | undefined): Uint8Array {
  const none = new Uint8Array([0, 0, 0, 0, 0, 6]);
  if (name === undefined || name.length < 6) return none;
  const view = viewOf(name);
  const count = view.getUint16(2);
  const strings = view.getUint16(4);
  if (6 + count * 12 > name.length) return none;
  let total = 0;
  for (let index = 0; index < count; index++) {
    const length = view.getUint16(6 + index * 12 + 8);
    total += length;
    if (strings + view.getUint16(6 + index * 12 + 10) + length > name.length) return none;
  }
  return total > 1_000_000 ? none : name;
}

/** The axes without the named instances, which we do not offer. */
function axesOnly(fvar: Uint8Array, file: string): Uint8Array {
  const axes = fvar.length < 16 ? 0 : viewOf(fvar).getUint16(8);
  if (axes === 0 || axes > 64) throw unusableFont(file, `it has ${axes} axes of variation`);
  const copy = fvar.slice();
  viewOf(copy).setUint16(12, 0);
  return copy;
}

/** A font file of these tables in the order of their tags; checksums stay zero. */
function toSfnt(tables: ReadonlyMap<string, Uint8Array>, version: number): Uint8Array<ArrayBuffer> {
  const tags = [...tables.keys()].sort();
  const padded = (length: number): number => (length + 3) & ~3;
  const start = 12 + tags.length * 16;
  const total = tags.reduce((sum, tag) => sum + padded(tables.get(tag)!.length), start);
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  view.setUint32(0, version);
  view.setUint16(4, tags.length);
  let at = start;
  tags.forEach((tag, index) => {
    const table = tables.get(tag)!;
    const entry = 12 + index * 16;
    for (let letter = 0; letter < 4; letter++) bytes[entry + letter] = tag.charCodeAt(letter);
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, table.length);
    bytes.set(table, at);
    at += padded(table.length);
  });
  return bytes;
}
