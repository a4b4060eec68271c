import type { Sharp } from 'sharp';
import { AbecedaryError } from '../base/errors.js';
import { replaceWholeFile, withTemporaryFile } from './atomic-file.js';
import type { RasterPage } from './banded-page.js';
import { isPress } from './black-ink.js';
import { writeInkedTiff } from './inked-tiff.js';
import { writePlain } from './plain-page.js';
import type { PrintProfile } from './print-profile.js';
import { sharp } from './sharp.js';
import { writeTiff } from './tiff.js';

export type RasterFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'tiff';

/**
 * The largest page that a format takes: what its numbers can say, and for those whose encoders hold the whole picture
 * many times over, what keeps them in about a gigabyte.
 */
export const rasterLimits: Readonly<
  Record<RasterFormat, { readonly sidePx: number; readonly pixels: number }>
> = {
  png: { sidePx: 1_000_000, pixels: 2e9 },
  jpeg: { sidePx: 65_500, pixels: 2e9 },
  webp: { sidePx: 16_383, pixels: 64e6 },
  avif: { sidePx: 16_384, pixels: 36e6 },
  tiff: { sidePx: 1_000_000, pixels: 4e8 },
};

const encoders: Readonly<Record<Exclude<RasterFormat, 'tiff'>, (page: Sharp) => Sharp>> = {
  png: (page) => page.png({ compressionLevel: 6, adaptiveFiltering: true }),
  jpeg: (page) => page.flatten({ background: '#ffffff' }).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
  webp: (page) => page.webp({ quality: 92, smartSubsample: true }),
  avif: (page) => page.avif({ quality: 75, chromaSubsampling: '4:4:4', effort: 3 }),
};

/**
 * Writes a page into files, each whole or not at all, with the profile of sRGB in them. TIFF has 16 bits, the others 8; with a profile
 * of CMYK it has 8, in those inks.
 * The page lies on the disk while it is encoded, so that memory does not grow with it. Throws `output`.
 */
export async function writeRasterPage(
  files: readonly { readonly file: string; readonly format: RasterFormat }[],
  page: RasterPage,
  profile?: PrintProfile,
): Promise<void> {
  for (const { file } of files.filter(({ format }) => format === 'tiff')) {
    if (isPress(profile)) await writeInkedTiff(file, page, profile);
    else await replaceWholeFile(file, async (temporary) => writeTiff(temporary, page));
  }
  const others = files.filter(
    (each): each is { file: string; format: keyof typeof encoders } => each.format !== 'tiff',
  );
  if (others.length === 0) return;
  await withTemporaryFile(others[0]!.file, async (plain) => {
    await writePlain(plain, page);
    for (const { file, format } of others) {
      const source = sharp(plain, { limitInputPixels: false, sequentialRead: true });
      await replaceWholeFile(file, async (temporary) => {
        await encoders[format](source.withMetadata({ density: Math.round(page.dpi) }).withIccProfile('srgb'))
          .toFile(temporary)
          .catch((cause: unknown) => {
            const size = `${page.width} x ${page.height} pixels`;
            const message = `Expected a page that can be written as ${format}, got ${size} for ${file}; free some space, or make the page smaller.`;
            throw new AbecedaryError('output', message, { cause });
          });
      });
    }
  });
}
