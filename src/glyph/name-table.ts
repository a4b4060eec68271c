import { viewOf } from './container.js';

const wide = new TextDecoder('utf-16be');

/**
 * A text of a font's `name` table by its number (OpenType, "name"): the English one for Windows first, then any other of
 * Unicode, then the Macintosh one. Control characters become spaces. Undefined for none, and for a damaged table.
 */
export function readName(table: Uint8Array | undefined, nameId: number): string | undefined {
  if (table === undefined || table.length < 6) return undefined;
  const view = viewOf(table);
  const count = view.getUint16(2);
  const strings = view.getUint16(4);
  let best: { rank: number; text: string } | undefined;
  for (let index = 0; index < count; index++) {
    const record = 6 + index * 12;
    if (record + 12 > table.length) break;
    if (view.getUint16(record + 6) !== nameId) continue;
    const platform = view.getUint16(record);
    const rank = platform === 3 ? (view.getUint16(record + 4) === 0x409 ? 0 : 1) : platform === 0 ? 2 : 3;
    const start = strings + view.getUint16(record + 10);
    const bytes = table.subarray(start, start + view.getUint16(record + 8));
    const decoded = platform === 1 ? String.fromCharCode(...bytes.subarray(0, 4096)) : wide.decode(bytes);
    const text = decoded
      .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim()
      .slice(0, 4000);
    if (text !== '' && (best === undefined || rank < best.rank)) best = { rank, text };
  }
  return best?.text;
}

/** The first of two names that the font has, short enough for a sentence and without signs that are not seen. */
export function readLabel(
  table: Uint8Array | undefined,
  nameId: number,
  otherwise?: number,
): string | undefined {
  const label = readName(table, nameId)
    ?.replace(/\p{Cf}+/gu, '')
    .trim()
    .slice(0, 100);
  return label || (otherwise === undefined ? undefined : readLabel(table, otherwise));
}
