import { readPicture, webpBytes } from '../files/index.js';

/**
 * A picture file with its longer side reduced to `sidePx`, as the bytes of a WebP file; transparency lies over `background`
 * (`#rrggbb`). Throws `artwork` for what is no picture that can be read.
 */
export async function makeThumbnail(
  file: string,
  { sidePx, background = '#ffffff' }: { readonly sidePx: number; readonly background?: string },
): Promise<Uint8Array> {
  return webpBytes(await readPicture(file, { background, limitPx: sidePx }), { quality: 86, effort: 2 });
}
