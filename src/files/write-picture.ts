import { extname } from 'node:path';

import type { Sharp } from 'sharp';

import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import { writeWholeFile } from './atomic-file.js';
import { withPrintSize } from './png-chunks.js';
import { fromPixels } from './raw.js';

/** Of print: pixels that make an inch. */
export const usualDpi = 300;

// Filters chosen per row make tiles a tenth smaller; levels over 6 take half as long again and gain nothing.
const encoders: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  '.png': (picture) => picture.png({ compressionLevel: 6, adaptiveFiltering: true }),
  '.jpg': toJpeg,
  '.jpeg': toJpeg,
  '.webp': (picture) => picture.webp({ quality: 92, smartSubsample: true }),
};

function toJpeg(picture: Sharp): Sharp {
  return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
}

/**
 * Writes a picture, whole or not at all, in the format of the file's ending: .png, .jpg, .jpeg or .webp. One channel
 * stays grey, transparency is kept where the format can and else lies over white. The same pixels give the same bytes.
 * A file that need not be `durable` is not waited for until the disk has it: a power cut may lose it. A PNG says that it is sRGB
 * and how many pixels make an inch in print: `dpi`, 300 unless it is said. Throws `output`.
 */
export async function writePicture(
  file: string,
  pixels: Pixels,
  options: { durable?: boolean; dpi?: number | undefined } = {},
): Promise<void> {
  const encode = encoders[extname(file).toLowerCase()];
  if (encode === undefined) {
    const endings = Object.keys(encoders).join(', ');
    throw new AbecedaryError(
      'output',
      `Expected a picture file ending in one of ${endings}, got ${file}; rename it.`,
    );
  }
  const picture = fromPixels(pixels).toColourspace(pixels.channels === 1 ? 'b-w' : 'srgb');
  const bytes = await encode(picture)
    .toBuffer()
    .catch((cause: unknown) => {
      const size = `${pixels.width} x ${pixels.height} pixels`;
      const message = `Expected a picture that ${extname(file)} can hold, got ${size} for ${file}; make it smaller or write a .png.`;
      throw new AbecedaryError('output', message, { cause });
    });
  const isPng = extname(file).toLowerCase() === '.png';
  await writeWholeFile(file, isPng ? withPrintSize(bytes, options.dpi ?? usualDpi) : bytes, options);
}
