import type { Depth, Pixels, Samples } from '../base/pixels.js';
import { openPicture } from './open-picture.js';
import { fromPixels } from './raw.js';

/** Some rows of a resized picture. */
interface Strip {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly rows: number;
}

/**
 * Rows of a picture, of a file or in memory, that is resized to `width` x `height`: interleaved sRGB with alpha, 8 or 16
 * bits. The picture is read as a stream, so that memory grows with the rows and not with the picture. Throws what the
 * decoder throws.
 */
export async function readStrip(
  picture: string | Pixels,
  { width, height, top, rows }: Strip,
  depth: Depth,
): Promise<Samples> {
  const source =
    typeof picture === 'string'
      ? await openPicture(picture, { limitInputPixels: false, sequentialRead: true })
      : fromPixels(picture);
  const deep = depth === 16;
  // The library widens 8 bits to 16 by shifting them, and resizes 8 bits to 8 bits; in CIELAB it computes with floats.
  const strip = (deep ? source.pipelineColourspace('lab') : source)
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
    .extract({ left: 0, top, width, height: rows })
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .ensureAlpha()
    .raw({ depth: deep ? 'ushort' : 'uchar' });
  const { data, info } = await strip.toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`${info.channels} channels instead of 4`);
  if (!deep) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
}
