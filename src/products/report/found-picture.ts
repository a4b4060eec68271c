import { searchedPart } from '../../artwork/index.js';
import { AbecedaryError } from '../../base/errors.js';
import type { Pixels } from '../../base/pixels.js';
import type { AlphabetConfig } from '../../config/index.js';
import { type ManifestLetter, resizePicture, toDataUri } from '../../files/index.js';
import { pathData, placeLetters } from '../../glyph/index.js';
import { reportedPx } from '../sheet/index.js';
import type { FoundPicture } from './report-data.js';

const quality = 70;

/** The outline of a letter in its square, whose side is 1; undefined where the font is not there any more. */
export type OutlineOf = (character: string) => string | undefined;

export async function openOutlines(config: AlphabetConfig): Promise<OutlineOf> {
  try {
    const letters = await placeLetters(config, config.letters);
    return (character) => {
      const letter = letters.get(character);
      if (letter === undefined) return undefined;
      const { font, placement } = letter;
      return pathData(font.outline(character), { ...placement, scale: placement.emRatio });
    };
  } catch (error) {
    if (!(error instanceof AbecedaryError)) throw error;
    return () => undefined;
  }
}

/** Where a letter was found in its artwork, and its ground unless that has another one; undefined where it was not. */
export async function foundPicture(
  { character, found }: Pick<ManifestLetter, 'character' | 'found'>,
  artwork: Pixels,
  { config: { artworks }, outlineOf }: { readonly config: AlphabetConfig; readonly outlineOf: OutlineOf },
): Promise<FoundPicture | undefined> {
  if (found === undefined) return undefined;
  const { crop, turnDegrees, tiles } = artworks;
  const part = searchedPart(artwork, { ...crop, turnDegrees, tiles });
  const scale = Math.min(1, reportedPx / Math.max(part.width, part.height));
  const [width, height] = [Math.round(scale * part.width), Math.round(scale * part.height)];
  const picture = await toDataUri(await resizePicture(part, width, height), quality);
  const { ink } = found;
  const isOfOne = (artworks.ground[character] ?? artworks.ground.all) === undefined;
  const ground = isOfOne ? found.ground : ink;
  return { picture, width, height, ink, ground, outline: outlineOf(character) };
}
