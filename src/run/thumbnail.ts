import { AbecedaryError } from '../base/errors.js';
import { readPicture, readPictureSize, webpBytes } from '../files/index.js';

export interface ThumbnailOptions {
  readonly sidePx: number;
  /** `#rrggbb`, white by default. */
  readonly background?: string;
  /** What a picture may have at the most, before it is decoded; none by default. */
  readonly limitMegapixels?: number | undefined;
}

/**
 * A picture file with its longer side reduced to `sidePx`, as the bytes of a WebP file; transparency lies over `background`. Throws
 * `artwork` for what is no picture that can be read, or too large.
 */
export async function makeThumbnail(
  file: string,
  { sidePx, background = '#ffffff', limitMegapixels = Number.POSITIVE_INFINITY }: ThumbnailOptions,
): Promise<Uint8Array> {
  const { width, height } = await readPictureSize(file);
  if (width * height > limitMegapixels * 1e6) {
    throw new AbecedaryError(
      'artwork',
      `Expected a picture of at most ${limitMegapixels} megapixels, got ${width}x${height} pixels in ${file}; reduce it first.`,
    );
  }
  return webpBytes(await readPicture(file, { background, limitPx: sidePx }), 86);
}
