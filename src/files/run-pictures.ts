import { AbecedaryError } from '../base/errors.js';
import type { Pixels, Size } from '../base/pixels.js';
import { openPicture } from './open-picture.js';
import { pictureKind, signatureBytes } from './picture-kind.js';
import { fromPixels, intoPixels } from './raw.js';
import { sharp } from './sharp.js';

/** Reads a letter of a run as it was written: three channels, or four where it is transparent. Throws `output`. */
export async function readTile(file: string): Promise<Pixels> {
  try {
    const picture = await openPicture(file);
    const { hasAlpha } = await picture.metadata();
    return await intoPixels(picture, hasAlpha ? 4 : 3);
  } catch (cause) {
    const message = `Expected a letter's picture at ${file}, but it is missing or damaged; render the letter again.`;
    throw new AbecedaryError('output', message, { cause });
  }
}

/** Reads a frame of a run, or a letter, brought to a square of `sidePx` on `background` (`#rrggbb`): three channels. Throws `artwork`. */
export async function readFrame(file: string, sidePx: number, background: string): Promise<Pixels> {
  try {
    const picture = (await openPicture(file))
      .flatten({ background })
      .resize({ width: sidePx, height: sidePx, fit: 'fill', kernel: 'lanczos3' });
    return await intoPixels(picture, 3);
  } catch (cause) {
    const message = `Expected a frame at ${file}, but it is missing or damaged; render the letter again.`;
    throw new AbecedaryError('artwork', message, { cause });
  }
}

/** Size of a page that was written, and whether it has transparency: three channels or four. Throws `output`. */
export async function pictureSize(file: string): Promise<Size & { readonly channels: 3 | 4 }> {
  try {
    const { width, height, hasAlpha } = await (
      await openPicture(file, { limitInputPixels: false })
    ).metadata();
    return { width, height, channels: hasAlpha ? 4 : 3 };
  } catch (cause) {
    const message = `Expected a page's picture at ${file}, but it is missing or damaged; make it again.`;
    throw new AbecedaryError('output', message, { cause });
  }
}

/** A picture as the bytes of a PNG file, as small as it gets without loss. */
export async function pngBytes(pixels: Pixels): Promise<Uint8Array> {
  const picture = fromPixels(pixels).toColourspace(pixels.channels === 1 ? 'b-w' : 'srgb');
  return new Uint8Array(await picture.png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer());
}

/** Width and height of a PNG file, from its header; undefined for what is none. */
export async function pngSize(bytes: Uint8Array): Promise<Size | undefined> {
  if (pictureKind(bytes.subarray(0, signatureBytes))?.reader !== 'png') return undefined;
  return sharp(bytes, { limitInputPixels: false })
    .metadata()
    .then(
      ({ width, height }) => ({ width, height }),
      () => undefined,
    );
}
