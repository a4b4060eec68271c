import { joined, u16 } from './bytes.js';

/** Writes `name`: English texts for Windows, by the numbers of OpenType's "name". Empty ones are left out. */
export function writeNames(texts: ReadonlyMap<number, string>): Uint8Array {
  const entries = [...texts].filter(([, text]) => text !== '').sort(([a], [b]) => a - b);
  let offset = 0;
  const records: Uint8Array[] = [];
  const strings: Uint8Array[] = [];
  for (const [id, text] of entries) {
    const bytes = u16(...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)));
    records.push(u16(3, 1, 0x409, id, bytes.length, offset));
    strings.push(bytes);
    offset += bytes.length;
  }
  return joined(u16(0, entries.length, 6 + 12 * entries.length), ...records, ...strings);
}
