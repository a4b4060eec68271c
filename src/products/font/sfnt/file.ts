import { ascii, joined, u16, u32 } from './bytes.js';

/** The tables of a font by their tags. */
export type Tables = ReadonlyMap<string, Uint8Array>;

/**
 * A TrueType file of these tables in the order of their tags, each padded to four bytes, with all checksums (OpenType,
 * "Organization of an OpenType font"). `head` must be among them; its `checkSumAdjustment` is set here.
 */
export function toFontFile(tables: Tables): Uint8Array {
  const tags = [...tables.keys()].sort();
  const count = tags.length;
  const power = 2 ** Math.floor(Math.log2(count));
  let offset = 12 + 16 * count;
  const records: Uint8Array[] = [];
  const bodies: Uint8Array[] = [];
  let headAt = 0;
  for (const tag of tags) {
    const padded = pad(tag === 'head' ? withoutAdjustment(tables.get(tag)!) : tables.get(tag)!);
    if (tag === 'head') headAt = offset;
    records.push(ascii(tag.padEnd(4)), u32(checksum(padded), offset, tables.get(tag)!.length));
    bodies.push(padded);
    offset += padded.length;
  }
  const header = joined(u32(0x00010000), u16(count, 16 * power, Math.log2(power), 16 * count - 16 * power));
  const file = joined(header, ...records, ...bodies);
  new DataView(file.buffer).setUint32(headAt + 8, (0xb1b0afba - checksum(file)) >>> 0);
  return file;
}

/** The sum of all 32-bit numbers, modulo 2³². */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function pad(table: Uint8Array): Uint8Array {
  return joined(table, new Uint8Array(-table.length & 3));
}

function withoutAdjustment(head: Uint8Array): Uint8Array {
  const copy = head.slice();
  copy.fill(0, 8, 12);
  return copy;
}
