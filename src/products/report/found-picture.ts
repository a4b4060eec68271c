import { searchedPart } from '../../artwork/index.js';
import { AbecedaryError } from '../../base/errors.js';
import type { AlphabetConfig } from '../../config/index.js';
import { type ManifestLetter, readPicture, resizePicture, toDataUri } from '../../files/index.js';
import { pathData, placeLetters } from '../../glyph/index.js';
import type { FoundPicture } from './report-data.js';

/** Longer side of the artwork with its frames, in pixels. */
const longestPx = 448;
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

/** Where a letter was found; undefined where it was not, or where its artwork cannot be read any more. */
export async function foundPicture(
  { character, artwork, found }: ManifestLetter,
  { artworks: { background, crop, turnDegrees, tiles } }: AlphabetConfig,
  outlineOf: OutlineOf,
): Promise<FoundPicture | undefined> {
  if (found === undefined) return undefined;
  try {
    const limitPx = Math.ceil((2 * longestPx) / crop.sizeRatio);
    const whole = await readPicture(artwork.file, { background, limitPx });
    const part = searchedPart(whole, { ...crop, turnDegrees, tiles });
    const scale = Math.min(1, longestPx / Math.max(part.width, part.height));
    const [width, height] = [Math.round(scale * part.width), Math.round(scale * part.height)];
    const picture = await toDataUri(await resizePicture(part, width, height), quality);
    const { ink, ground } = found;
    return { picture, width, height, ink, ground, outline: outlineOf(character) };
  } catch (error) {
    if (!(error instanceof AbecedaryError)) throw error;
    return undefined;
  }
}
