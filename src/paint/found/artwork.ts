import { centredPart, cutSquare, recoloured, tiled } from '../../artwork/index.js';
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

/** An artwork is searched to so many times its shorter side, about its middle. */
const longestRatio = 4;

/** The whole artwork, unless a square of it was asked for. */
async function readRoom(file: string, { arrangement }: LetterRecipe): Promise<Pixels> {
  const picture = middleOf(await readPicture(file, arrangement));
  const { sizeRatio, turnDegrees, tiles } = arrangement;
  if (sizeRatio === 1 && turnDegrees === 0 && tiles === 1) return picture;
  const cut = cutSquare(picture, arrangement);
  return tiles === 1 ? cut : toPixels(tiled(toPlanes(cut), cut.width * tiles));
}

function middleOf(picture: Pixels): Pixels {
  const most = longestRatio * Math.min(picture.width, picture.height);
  if (Math.max(picture.width, picture.height) <= most) return picture;
  return centredPart(picture, {
    width: Math.min(picture.width, most),
    height: Math.min(picture.height, most),
  });
}

function coloured(picture: Pixels, colours: TransferSettings['colours']): Pixels {
  if (colours === 'artwork') return picture;
  const palette = colours === 'glyph' ? [black, white] : colours.map(parseColour);
  return toPixels(recoloured(toPlanes(picture), palette));
}
