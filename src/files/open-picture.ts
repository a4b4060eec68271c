import type { Sharp, SharpOptions } from 'sharp';
import { openRegularFile } from '../base/regular-file.js';
import { sharp } from './sharp.js';

/** In bytes. */
export const largestPicture = 1_000_000_000;

/** A picture file of a run for the picture library, which by itself would wait for a named pipe for ever. Rejects like `openRegularFile`. */
export async function openPicture(file: string, options: SharpOptions = {}): Promise<Sharp> {
  const { handle } = await openRegularFile(file, largestPicture);
  await handle.close();
  return sharp(file, { failOn: 'error', ...options });
}
