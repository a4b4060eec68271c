import { join } from 'node:path';
import { type Planes, toPixels } from '../base/pixels.js';
import { resizePicture, webpBytes, writeWholeFile } from '../files/index.js';
import type { Frame } from '../nst/index.js';

/** What frames are written as; those of older runs are `jpg`. */
export type FrameFormat = 'webp' | 'jpg';

/** The file of the picture after an iteration. */
export function frameFile(
  folder: string,
  { iteration }: Pick<Frame, 'iteration'>,
  format: FrameFormat = 'webp',
): string {
  return join(folder, `${String(iteration).padStart(3, '0')}.${format}`);
}

/** Folder of the frames of a second attempt, while it is not known which is the better one. */
export const secondFrames = (frames: string): string => `${frames}.second`;

/** Of 100: as good as JPEG of quality 80, in two thirds of its bytes. */
const quality = 70;

/** What WebP can hold. */
const mostSidePx = 16_383;

/** Writes the picture after an iteration, reduced where a side is over 16 383 px; returns its file. */
export async function writeFrame(folder: string, frame: Frame, picture: Planes): Promise<string> {
  const file = frameFile(folder, frame);
  const pixels = toPixels(picture);
  const scale = Math.min(1, mostSidePx / Math.max(pixels.width, pixels.height));
  const [width, height] = [Math.round(scale * pixels.width), Math.round(scale * pixels.height)];
  const bytes = await webpBytes(await resizePicture(pixels, width, height), quality);
  await writeWholeFile(file, bytes, { durable: false });
  return file;
}
