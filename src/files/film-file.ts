import { readFile } from 'node:fs/promises';
import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import { openPicture } from './open-picture.js';
import { fromPixels } from './raw.js';
import { sharp } from './sharp.js';

/** An animation as WebP that repeats for ever. The frames have three channels and one size; `quality` is 1..100. */
export async function encodeWebpFilm(
  frames: readonly { readonly picture: Pixels; readonly delayMs: number }[],
  quality: number,
): Promise<Uint8Array> {
  const { width, height } = frames[0]!.picture;
  const all = new Uint8Array(frames.length * width * height * 3);
  for (const [at, { picture }] of frames.entries()) all.set(picture.data, at * width * height * 3);
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  return sharp(all, { raw, limitInputPixels: false })
    .webp({ delay: frames.map(({ delayMs }) => delayMs), loop: 0, quality, effort: 2 })
    .toBuffer();
}

/**
 * The animation in a file as a WebP data URI with its own timing, made smaller where a side is over `sidePx`; a small WebP stays as it
 * is. Throws `artwork` for what is no animation or cannot be read.
 */
export async function shrinkFilm(file: string, sidePx: number, quality: number): Promise<string> {
  try {
    const source = await openPicture(file, { animated: true, limitInputPixels: false });
    const { format, width, pageHeight } = await source.metadata();
    const small = format === 'webp' && Math.max(width, pageHeight ?? 0) <= sidePx;
    const film = small
      ? await readFile(file)
      : await source
          .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
          .webp({ quality, effort: 2 })
          .toBuffer();
    return `data:image/webp;base64,${film.toString('base64')}`;
  } catch (cause) {
    const message = `Expected an animation at ${file}, got a file that cannot be read; make the films again.`;
    throw new AbecedaryError('artwork', message, { cause });
  }
}

/** A picture as a WebP data URI. */
export async function toDataUri(picture: Pixels, quality: number): Promise<string> {
  const bytes = Buffer.from(await webpBytes(picture, quality));
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}

/** A picture as the bytes of a WebP file that is soon made: more effort would take twice as long for a twentieth of the bytes. */
export async function webpBytes(picture: Pixels, quality: number): Promise<Uint8Array> {
  return new Uint8Array(await fromPixels(picture).webp({ quality, effort: 2 }).toBuffer());
}
