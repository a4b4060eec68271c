import { gzipSync } from 'node:zlib';
import { joined, u16, u32 } from './bytes.js';

/** A glyph's picture in font units; the pen origin is at (0, 0), y down. */
export interface SvgPicture {
  readonly png: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Writes `SVG ` (OpenType, "SVG"): one packed document for each glyph that has a picture. */
export function writeSvg(pictures: ReadonlyMap<number, SvgPicture>): Uint8Array {
  const documents = [...pictures]
    .sort(([a], [b]) => a - b)
    .map(([glyph, picture]) => ({ glyph, bytes: packed(documentOf(glyph, picture)) }));
  let offset = 2 + 12 * documents.length;
  const records = documents.map(({ glyph, bytes }) => {
    offset += bytes.length;
    return joined(u16(glyph, glyph), u32(offset - bytes.length, bytes.length));
  });
  return joined(
    u16(0),
    u32(10, 0),
    u16(documents.length),
    ...records,
    ...documents.map(({ bytes }) => bytes),
  );
}

function documentOf(glyph: number, { png, x, y, width, height }: SvgPicture): string {
  const short = (value: number): string => String(Math.round(value * 100) / 100);
  const data = Buffer.from(png).toString('base64');
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"><g id="glyph${glyph}"><image x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" preserveAspectRatio="none" xlink:href="data:image/png;base64,${data}"/></g></svg>`;
}

function packed(document: string): Uint8Array {
  const bytes = new Uint8Array(gzipSync(document, { level: 9 }));
  // The byte that names the system it was packed on would make the same font differ between machines.
  bytes[9] = 255;
  return bytes;
}
