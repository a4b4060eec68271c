import { crc32 } from 'node:zlib';

/** A chunk of a PNG file (PNG 3, 5.3). */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** Of signature and header, behind which all other chunks stand. */
const headerBytes = 33;

/** A PNG file with chunks of its own before its others. */
export function withChunks(png: Uint8Array, ...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, headerBytes), ...chunks, png.subarray(headerBytes)]);
}

const perMetre = (dpi: number): number => Math.round(dpi / 0.0254);

/** A PNG file that says that its colours are sRGB, and how many of its pixels make an inch in print. */
export function withPrintSize(png: Uint8Array, dpi: number): Buffer {
  const size = Buffer.alloc(9);
  size.writeUInt32BE(perMetre(dpi), 0);
  size.writeUInt32BE(perMetre(dpi), 4);
  // Pixels per metre.
  size[8] = 1;
  // The picture library writes a size of its own where it knows none.
  return withChunks(withoutChunk(png, 'pHYs'), pngChunk('sRGB', Buffer.of(0)), pngChunk('pHYs', size));
}

function withoutChunk(png: Uint8Array, type: string): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  let at = headerBytes;
  while (at + 8 <= bytes.length && bytes.toString('latin1', at + 4, at + 8) !== 'IDAT') {
    const end = at + bytes.readUInt32BE(at) + 12;
    if (bytes.toString('latin1', at + 4, at + 8) === type)
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    at = end;
  }
  return png;
}
