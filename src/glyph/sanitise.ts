import { readableCmap } from './cmap.js';
import { type FontTables, viewOf } from './container.js';
import { unusableFont } from './unusable.js';

/** What HarfBuzz is given: outlines, advances, variations and shaping. It bounds and checks these tables itself. */
const given = ['glyf', 'loca', 'CFF ', 'CFF2', 'OS/2', 'fvar', 'avar', 'gvar', 'HVAR'];
const shaping = ['GDEF', 'GSUB', 'GPOS', 'BASE'];

/**
 * A new, plain font file with the tables that glyphs are made from, and a character map that can be read. Throws AbecedaryError
 * `font` when something indispensable is missing or impossible.
 */
export function sanitise(tables: FontTables, file: string): Uint8Array<ArrayBuffer> {
  for (const tag of ['head', 'hhea', 'hmtx', 'maxp', 'cmap']) {
    if (!tables.has(tag)) throw unusableFont(file, `it has no table '${tag}'`);
  }
  if (tables.get('maxp')!.length < 6) throw unusableFont(file, 'it does not say how many glyphs it has');
  const trueType = tables.has('glyf') && tables.has('loca');
  if (!trueType && !tables.has('CFF ') && !tables.has('CFF2'))
    throw unusableFont(file, 'it has no outlines, only pictures or nothing at all');
  const unitsPerEm = tables.get('head')!.length < 54 ? 0 : viewOf(tables.get('head')!).getUint16(18);
  if (unitsPerEm < 16 || unitsPerEm > 16384) throw unusableFont(file, `its em is ${unitsPerEm} units`);
  const fvar = tables.get('fvar');
  const axes = fvar === undefined ? 1 : fvar.length < 16 ? 0 : viewOf(fvar).getUint16(8);
  if (axes === 0 || axes > 64) throw unusableFont(file, `it has ${axes} axes of variation`);

  const cmap = readableCmap(tables.get('cmap')!);
  if (cmap === undefined) throw unusableFont(file, 'it has no character map that can be read');
  const kept = new Map([['cmap', cmap]]);
  for (const tag of ['head', 'hhea', 'hmtx', 'maxp', ...given, ...shaping]) {
    const table = tables.get(tag);
    if (table !== undefined) kept.set(tag, table);
  }
  return toSfnt(kept, trueType ? 0x00010000 : 0x4f54544f);
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
