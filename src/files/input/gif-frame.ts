import type { FileHandle } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import type { Rectangle } from '../../base/pixels.js';
import { sharp } from '../sharp.js';

/** More extensions than any picture has before its first frame. */
const mostBlocks = 10_000;

/**
 * The part of the canvas that a GIF's first frame fills (GIF89a, 20 and 22); undefined where that is all of it, or the file is damaged.
 * The rest is transparent, whatever the frame's colours are.
 */
export async function firstGifFrame(handle: FileHandle): Promise<Rectangle | undefined> {
  const { bytes, at: read } = reader(handle);
  const screen = await bytes(0, 13);
  if (screen === undefined) return undefined;
  const [width, height] = [screen.readUInt16LE(6), screen.readUInt16LE(8)];
  let at = 13 + tableBytes(screen[10]!);
  for (let count = 0; count < mostBlocks; count++) {
    const kind = await read(at);
    if (kind === 0x2c) {
      const frame = await bytes(at + 1, 8);
      if (frame === undefined) return undefined;
      const [left, top] = [frame.readUInt16LE(0), frame.readUInt16LE(2)];
      const part = { left, top, width: frame.readUInt16LE(4), height: frame.readUInt16LE(6) };
      const isAll = left === 0 && top === 0 && part.width >= width && part.height >= height;
      return isAll ? undefined : part;
    }
    if (kind !== 0x21) return undefined;
    at += 2;
    for (let size = await read(at); size; size = await read(at)) at += size + 1;
    at += 1;
  }
  return undefined;
}

/** Of a table of colours, from the byte that announces it. */
const tableBytes = (packed: number): number => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);

function reader(handle: FileHandle) {
  const bytes = async (at: number, length: number): Promise<Buffer | undefined> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return bytesRead === length ? buffer : undefined;
  };
  return { bytes, at: async (place: number): Promise<number | undefined> => (await bytes(place, 1))?.[0] };
}

/** The first picture of a GIF with all beside its first frame transparent. */
export async function gifCanvas(source: string | Buffer, frame: Rectangle): Promise<Sharp> {
  const { data, info } = await sharp(source, { failOn: 'error', limitInputPixels: false })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const canvas = Buffer.alloc(data.length);
  const right = Math.min(width, frame.left + frame.width);
  for (let y = frame.top; y < Math.min(height, frame.top + frame.height); y++)
    data.copy(canvas, 4 * (y * width + frame.left), 4 * (y * width + frame.left), 4 * (y * width + right));
  return sharp(canvas, { raw: { width, height, channels: 4 }, limitInputPixels: false });
}
