import { isAbsolute } from 'node:path';
import type { AlphabetConfig, ArrangementSettings, TransferSettings } from '../config/index.js';
import type { Hash } from './inputs.js';
import type { MaterialRecipe } from './recipe.js';

/** A picture with its weight, as the configuration names it. */
export type ChosenArtwork = AlphabetConfig['artworks']['ground'][string][number];

/** The recipes of materials; `add` hashes their files. */
export function materialRecipes(materials: readonly ChosenArtwork[], add: Hash): Promise<MaterialRecipe[]> {
  return Promise.all(
    materials.map(async ({ file, mask, weight }) => ({
      sha256: await add(file),
      mask: mask && (await add(mask)),
      share: weight,
    })),
  );
}

export function arrangementOf(artworks: AlphabetConfig['artworks']): ArrangementSettings {
  const { crop, turnDegrees, tiles, background } = artworks;
  return { ...crop, turnDegrees, tiles, background };
}

/** Settings as a recipe holds them: a picture to start from is known by its hash, wherever its file lies. */
export function nameless(transfer: TransferSettings): TransferSettings {
  return isAbsolute(transfer.start) ? { ...transfer, start: 'picture' } : transfer;
}
