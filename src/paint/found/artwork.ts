import { recoloured, searchedPart } from '../../artwork/index.js';
import { parseColour } from '../../base/colour.js';
import { grey } from '../../base/masks.js';
import { type Pixels, type Planes, toPixels, toPlanes } from '../../base/pixels.js';
import type { TransferSettings } from '../../config/index.js';
import { readPicture, resizePicture } from '../../files/index.js';
import { roomPx } from '../../found/index.js';
import type { LetterRecipe, PictureJob } from '../../plan/index.js';
import { black, checkUnchanged, white } from '../materials.js';

/** An artwork that letters are found in. */
interface FoundArtwork {
  readonly picture: Pixels;
  /** RGB, reduced to `roomPx`. */
  readonly look: Planes;
  readonly usable: Planes | undefined;
}

/** The artwork of a letter; its name is for sentences. Throws `artwork` when the file has changed. */
export async function readArtwork(
  { recipe, inputs }: PictureJob<LetterRecipe>,
  name: string,
): Promise<FoundArtwork> {
  const { sha256, mask: usable } = recipe.materials.ink[0]!;
  await checkUnchanged(inputs[sha256]!, sha256, name);
  const { transfer } = recipe;
  const picture = coloured(await readRoom(inputs[sha256]!, recipe), transfer.colours);
  const mask = usable === undefined ? undefined : await readRoom(inputs[usable]!, recipe);
  const scale = roomPx / Math.min(picture.width, picture.height);
  const side = (px: number): number => Math.round(px * scale);
  const reduced = async (pixels: Pixels): Promise<Planes> =>
    toPlanes(await resizePicture(pixels, side(picture.width), side(picture.height)));
  return {
    picture,
    look: await reduced(picture),
    usable: mask && grey(await reduced(mask)),
  };
}

/** The part of the artwork that is searched. */
async function readRoom(file: string, { arrangement }: LetterRecipe): Promise<Pixels> {
  return searchedPart(await readPicture(file, arrangement), arrangement);
}

function coloured(picture: Pixels, colours: TransferSettings['colours']): Pixels {
  if (colours === 'artwork') return picture;
  const palette = colours === 'glyph' ? [black, white] : colours.map(parseColour);
  return toPixels(recoloured(toPlanes(picture), palette));
}
