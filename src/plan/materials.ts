import type { AlphabetConfig, ArrangementSettings } from '../config/index.js';
import type { Hash } from './inputs.js';
import type { MaterialRecipe } from './recipe.js';

/** A picture with its weight, as the configuration names it. */
export type Material = AlphabetConfig['artworks']['map'][string][number];

/** The recipes of materials; `add` hashes their files. */
export function materialRecipes(materials: readonly Material[], add: Hash): Promise<MaterialRecipe[]> {
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
