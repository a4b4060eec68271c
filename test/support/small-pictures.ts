import { join } from 'node:path';
import { toPixels } from '../../src/base/pixels.js';
import { writePicture } from '../../src/files/index.js';
import { coloured } from './planes.js';

/** Writes a picture of 64 px as PNG, its colours by place (0..1, from the top left); returns the file's path. */
export async function writeColours(
  folder: string,
  name: string,
  at: (x: number, y: number) => readonly number[],
): Promise<string> {
  const file = join(folder, `${name}.png`);
  await writePicture(file, toPixels(coloured(64, at)));
  return file;
}
