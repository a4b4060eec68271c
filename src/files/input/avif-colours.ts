import type { FileHandle } from 'node:fs/promises';
import { codedSpace } from './code-points.js';
import type { ColourSpace } from './colour-space.js';

/** Boxes before the one that describes the picture, and what is read of that, at most. */
const mostBoxes = 20;
const mostBytes = 1_000_000;

/** Code points of ITU-T H.273: television's curves, which browsers show in AVIF as they show sRGB's, and that one. */
const television: readonly number[] = [1, 6, 14, 15];
const srgbTransfer = 13;

/**
 * The colour space that an AVIF says its samples are in by code points (ISO/IEC 14496-12, 12.1.5, `nclx`), which the picture library
 * does not convert; undefined for sRGB, and where a profile says it. Throws `PictureRefusal` for high dynamic range.
 */
export async function avifColours(handle: FileHandle): Promise<ColourSpace | undefined> {
  const meta = (await readBox(handle, 'meta')) ?? Buffer.alloc(0);
  if (meta.includes('colrprof') || meta.includes('colrrICC')) return undefined;
  const at = meta.indexOf('colrnclx');
  if (at < 0 || at + 12 > meta.length) return undefined;
  const transfer = meta.readUInt16BE(at + 10);
  return codedSpace(meta.readUInt16BE(at + 8), television.includes(transfer) ? srgbTransfer : transfer);
}

/** What a box of the file holds; undefined where there is none. */
async function readBox(handle: FileHandle, type: string): Promise<Buffer | undefined> {
  let at = 0;
  for (let count = 0; count < mostBoxes; count++) {
    const { buffer: header, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, at);
    if (bytesRead < 8) return undefined;
    const length = header.readUInt32BE(0);
    // One that goes to the end of the file, or is larger than four gigabytes, holds the picture's data.
    if (length < 8) return undefined;
    if (header.toString('latin1', 4) === type) {
      const body = Buffer.alloc(Math.min(length - 8, mostBytes));
      const read = await handle.read(body, 0, body.length, at + 8);
      return body.subarray(0, read.bytesRead);
    }
    at += length;
  }
  return undefined;
}
