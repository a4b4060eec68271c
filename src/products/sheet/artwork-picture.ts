import { cutSquare } from '../../artwork/index.js';
import { AbecedaryError } from '../../base/errors.js';
import type { Pixels } from '../../base/pixels.js';
import { readPicture, readPictureSize, resizePicture } from '../../files/index.js';
import type { FinishedLetters } from '../finished-letters.js';
import { artworkTitle } from './captions.js';
import type { Picture } from './page-files.js';

/** Artworks and plain letters are shown no finer than this. */
export const picturePx = 640;
/** Longer side of an artwork in the report, in pixels. */
export const reportedPx = 448;
/** An artwork's sides may be further apart; its shorter one is then shown more coarsely. */
const longestToShortest = 2;

type Made = Pick<FinishedLetters, 'config' | 'looks'>;

/**
 * An artwork, reduced while it is read, so far that its shorter side should still have as much as is shown of it; undefined where the file is gone
 * or has been damaged.
 */
export async function readArtwork(
  file: string,
  { config: { artworks }, looks }: Made,
  shownPx: number,
): Promise<Pixels | undefined> {
  try {
    const { width, height } = await readPictureSize(file);
    const longest = Math.min(longestToShortest, Math.max(width, height) / Math.min(width, height));
    const limitPx = Math.ceil((longest * shownPx) / artworks.crop.sizeRatio);
    const options = { background: artworks.background, limitPx };
    return await (looks === undefined ? readPicture(file, options) : looks.read(file, options));
  } catch (error) {
    if (error instanceof AbecedaryError) return undefined;
    throw error;
  }
}

/** The square of an artwork that its letters were made from, `sidePx` at the most. */
export async function artworkSquare(
  artwork: Pixels,
  { config: { artworks } }: Made,
  sidePx: number,
): Promise<Pixels> {
  const square = cutSquare(artwork, { ...artworks.crop, turnDegrees: artworks.turnDegrees });
  return square.width <= sidePx ? square : resizePicture(square, sidePx, sidePx);
}

/** The same of a file; undefined where that is gone or has been damaged. */
export async function artworkPicture(
  file: string,
  made: Made,
  sidePx = picturePx,
): Promise<Picture | undefined> {
  const artwork = await readArtwork(file, made, sidePx);
  if (artwork === undefined) return undefined;
  const source = await artworkSquare(artwork, made, sidePx);
  return { name: `artwork ${file}`, source, shows: `The artwork ${artworkTitle(file)}` };
}
