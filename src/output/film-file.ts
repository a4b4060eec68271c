import sharp from 'sharp';
import type { Pixels } from '../pixels.js';

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
