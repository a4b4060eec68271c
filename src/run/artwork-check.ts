import { basename } from 'node:path';
import { cutSquare, inspectedPx, suitabilityOf } from '../artwork/index.js';
import { AbecedaryError } from '../base/errors.js';
import { square } from '../base/pixels.js';
import { mapSideBySide } from '../base/side-by-side.js';
import { readPicture, readShorterSide } from '../files/index.js';
import { planScales } from '../nst/index.js';
import { artworkSidePx } from '../paint/index.js';
import { looksOf, type PictureJob } from '../plan/index.js';

/**
 * What speaks against the artworks that the jobs are made of, as sentences with the remedy: known before time is spent on
 * them. Each artwork is read once, reduced. One that cannot be read says so when its letter is made.
 */
export async function checkArtworks(jobs: readonly PictureJob[]): Promise<string[]> {
  const users = new Map<string, PictureJob>();
  for (const job of jobs) {
    const { looks, ground } = looksOf(job.recipe);
    const materials = [...looks.flatMap((look) => look.materials), ...ground];
    for (const { sha256 } of materials) users.set(job.inputs[sha256]!, job);
  }
  const notes = await mapSideBySide([...users], ([file, job]) => checkArtwork(file, job));
  return notes.flat();
}

async function checkArtwork(file: string, { recipe }: PictureJob): Promise<string[]> {
  const { arrangement, transfer } = recipe;
  const { sizeRatio, tiles, background } = arrangement;
  const finest = planScales(square(transfer.sizePx), transfer.iterations).at(-1)!;
  try {
    const usedPx = (await readShorterSide(file)) * sizeRatio;
    const picture = await readPicture(file, { background, limitPx: Math.ceil(inspectedPx / sizeRatio) });
    const cut = cutSquare(picture, { ...arrangement, turnDegrees: 0 });
    const wantedPx = artworkSidePx(finest.canvas.width, transfer) / tiles;
    return suitabilityOf(basename(file), cut, { usedPx, wantedPx });
  } catch (error) {
    if (error instanceof AbecedaryError) return [];
    throw error;
  }
}
