import { open } from 'node:fs/promises';
import type { RasterPage } from './banded-page.js';

/** libvips' own format: a header of 64 bytes and the samples as they are. */
export async function writePlain(file: string, page: RasterPage): Promise<void> {
  const { width, height, channels } = page;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(vipsMagic, 0);
  for (const [at, value] of [width, height, channels].entries()) header.writeInt32LE(value, 4 + 4 * at);
  header.writeInt32LE(vipsSrgb, 28);
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(header);
    for await (const { samples } of page.bands(8))
      await handle.writeFile(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  } finally {
    await handle.close();
  }
}

export const headerBytes = 64;
const vipsMagic = 0xb6a6f208;
const vipsSrgb = 22;
