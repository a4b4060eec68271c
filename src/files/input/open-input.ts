import type { FileHandle } from 'node:fs/promises';
import type { Metadata, SharpOptions } from 'sharp';
import type { Rectangle } from '../../base/pixels.js';
import { openRegularFile } from '../../base/regular-file.js';
import { largestPicture } from '../open-picture.js';
import { type PictureKind, pictureKind, signatureBytes } from '../picture-kind.js';
import { sharp } from '../sharp.js';
import { avifColours } from './avif-colours.js';
import type { ColourSpace } from './colour-space.js';
import { renderPdf, renderSvg } from './drawing.js';
import { firstGifFrame } from './gif-frame.js';
import { convertHeic } from './heic.js';
import { pngColours } from './png-colours.js';
import { PictureRefusal } from './refusal.js';
import { tiffLayout } from './tiff-kind.js';
import { repackedTiff } from './tiff-samples.js';

/** A picture that the library can decode, and what it does not see by itself. */
export interface OpenedInput {
  readonly source: string | Buffer;
  readonly metadata: Metadata;
  /** True for what has no pixels of its own, and is made in any size. */
  readonly isDrawing?: boolean;
  /** What the samples mean, where the library would take them for sRGB and they are not. */
  readonly space?: ColourSpace | undefined;
  /** The part of the canvas that has anything, where it is not all of it. */
  readonly frame?: Rectangle | undefined;
}

/**
 * Opens a picture file by its content; drawings are made `drawnPx` long. Throws `PictureRefusal` with the true reason for what is
 * none that can be read, what the decoder throws, and like `openRegularFile`.
 */
export async function openInput(file: string, drawnPx: number): Promise<OpenedInput> {
  const { handle } = await openRegularFile(file, largestPicture);
  try {
    const kind = await readKind(handle);
    switch (kind.reader) {
      case 'svg':
        return { ...(await decodable(await renderSvg(file, drawnPx))), isDrawing: true };
      case 'pdf':
        return { ...(await decodable(await renderPdf(file, drawnPx))), isDrawing: true };
      case 'heic':
        return await decodable(await convertHeic(file));
      case 'png':
        return { ...(await decodable(file)), space: await pngColours(handle) };
      case 'avif':
        return { ...(await decodable(file)), space: await avifColours(handle) };
      case 'gif':
        return { ...(await decodable(file)), frame: await firstGifFrame(handle) };
      case 'tiff':
        return await openTiff(file, handle);
      default:
        return await decodable(file);
    }
  } finally {
    await handle.close();
  }
}

async function openTiff(file: string, handle: FileHandle): Promise<OpenedInput> {
  const layout = await tiffLayout(handle);
  return decodable(layout === undefined ? file : await repackedTiff(handle, layout));
}

/** How pictures of users are decoded: damaged ones not at all. */
export const decoding: SharpOptions = { failOn: 'error', limitInputPixels: false };

async function decodable(source: string | Buffer): Promise<OpenedInput> {
  return { source, metadata: await sharp(source, decoding).metadata() };
}

/** What the file is. Throws `PictureRefusal` where it is nothing that can be read. */
async function readKind(handle: FileHandle): Promise<PictureKind> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(signatureBytes), 0, signatureBytes, 0);
  if (bytesRead === 0) throw new PictureRefusal('an empty file', 'copy or download it again');
  const kind = pictureKind(buffer.subarray(0, bytesRead));
  if (kind === undefined)
    throw new PictureRefusal('a file of an unknown or damaged kind', 'save it as PNG or JPEG');
  if (kind.reader === undefined) throw new PictureRefusal(kind.name, 'export it as PNG or JPEG');
  return kind;
}
