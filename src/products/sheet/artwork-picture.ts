import { cutSquare } from '../../artwork/index.js';
import { AbecedaryError } from '../../base/errors.js';
import type { Pixels } from '../../base/pixels.js';
import { readPicture, resizePicture } from '../../files/index.js';
import type { FinishedLetters } from '../finished-letters.js';
import { artworkTitle } from './captions.js';
import type { Picture } from './page-files.js';

/** Artworks and plain letters are shown no finer than this. */
export const picturePx = 640;
/** Of an artwork's sides, which are seldom further apart. */
const longestToShortest = 2;

/** The square of an artwork that its letters were made from; undefined where the file is gone or has been damaged. */
export async function artworkPicture(
  file: string,
  { config }: Pick<FinishedLetters, 'config'>,
  sidePx = picturePx,
): Promise<Picture | undefined> {
  const { background, crop, turnDegrees } = config.artworks;
  const read = async (): Promise<Pixels> => {
    // Reduced while it is read, so far that its shorter side should still have more than is shown of it.
    const limitPx = Math.ceil((longestToShortest * sidePx) / crop.sizeRatio);
    const square = cutSquare(await readPicture(file, { background, limitPx }), { ...crop, turnDegrees });
    return square.width <= sidePx ? square : resizePicture(square, sidePx, sidePx);
  };
  const source = await read().catch((error: unknown) => {
    if (error instanceof AbecedaryError) return undefined;
    throw error;
  });
  return source && { name: `artwork ${file}`, source, shows: `The artwork ${artworkTitle(file)}` };
}
