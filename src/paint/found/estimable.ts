import { readShorterSide } from '../../files/index.js';
import { estimableArtwork, roomsOf, sidesToTry } from '../../found/index.js';
import type { LetterRecipe } from '../../plan/index.js';
import { reducedArtwork } from './limits.js';
import { fullInterest } from './materials.js';

/** Shorter side of an artwork whose letters are only estimated, in pixels. */
const lookPx = 128;

/** An artwork made ready to estimate how legible letters are that are found in it. Throws `artwork` when it cannot be read. */
export async function openEstimable(
  file: string,
  recipe: Pick<LetterRecipe, 'transfer' | 'arrangement'>,
): Promise<ReturnType<typeof estimableArtwork>> {
  const { detail, found } = recipe.transfer;
  const seen = await reducedArtwork({ file }, recipe, { lookPx });
  const usedPx = (await readShorterSide(file)) * recipe.arrangement.sizeRatio * recipe.arrangement.tiles;
  return estimableArtwork(roomsOf({ ink: seen, ground: seen }, seen.keepFor(recipe.transfer.polarity)), {
    interest: found.interest * fullInterest,
    sides: sidesToTry(detail, found.width, usedPx),
  });
}
