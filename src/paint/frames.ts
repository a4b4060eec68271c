import { join } from 'node:path';
import { type Planes, toPixels } from '../base/pixels.js';
import { writePicture } from '../files/index.js';
import type { Frame } from '../nst/index.js';

/** The file of the picture after an iteration. */
export function frameFile(folder: string, { iteration }: Pick<Frame, 'iteration'>): string {
  return join(folder, `${String(iteration).padStart(3, '0')}.jpg`);
}

/** Folder of the frames of a second attempt, while it is not known which is the better one. */
export const secondFrames = (frames: string): string => `${frames}.second`;

/** Writes the picture after an iteration; returns its file. */
export async function writeFrame(folder: string, frame: Frame, picture: Planes): Promise<string> {
  const file = frameFile(folder, frame);
  await writePicture(file, toPixels(picture), { durable: false, compact: true });
  return file;
}
