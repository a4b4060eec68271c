import type { AlphabetConfig, ArrangementSettings } from '../config/index.js';
import { hashFile } from '../files/index.js';
import type { MaterialFiles, MaterialRecipe } from './job.js';

/** A picture with its weight, as the configuration names it. */
export type Material = AlphabetConfig['artworks']['map'][string][number];

/** SHA-256 of a file, hexadecimal. Throws `artwork` when it cannot be read. */
export type Hash = (file: string) => Promise<string>;

/** Hashes a file the first time that it is asked for. */
export function hashOnce(): Hash {
  const hashes = new Map<string, Promise<string>>();
  return (file) => {
    const found = hashes.get(file) ?? hashFile(file, 'artwork');
    hashes.set(file, found);
    return found;
  };
}

export function materialRecipes(materials: readonly Material[], hash: Hash): Promise<MaterialRecipe[]> {
  return Promise.all(
    materials.map(async ({ file, mask, weight }) => ({
      sha256: await hash(file),
      mask: mask && (await hash(mask)),
      share: weight,
    })),
  );
}

export function materialFiles(materials: readonly Material[]): MaterialFiles[] {
  return materials.map(({ file, mask }) => ({ picture: file, mask }));
}

export function arrangementOf(artworks: AlphabetConfig['artworks']): ArrangementSettings {
  const { crop, turnDegrees, tiles, background } = artworks;
  return { ...crop, turnDegrees, tiles, background };
}
