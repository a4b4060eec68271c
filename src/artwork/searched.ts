import { type Pixels, toPixels, toPlanes } from '../base/pixels.js';
import { cutSquare, tiled } from './arrange.js';
import { centredPart } from './crop.js';

/** An artwork is searched to so many times its shorter side, about its middle. */
const longestRatio = 4;

/** The part of an artwork that letters are found in: the whole of it, unless a square of it was asked for. */
export function searchedPart(
  artwork: Pixels,
  { tiles, ...cut }: Parameters<typeof cutSquare>[1] & { readonly tiles: number },
): Pixels {
  const picture = middleOf(artwork);
  if (cut.sizeRatio === 1 && cut.turnDegrees === 0 && tiles === 1) return picture;
  const square = cutSquare(picture, cut);
  return tiles === 1 ? square : toPixels(tiled(toPlanes(square), square.width * tiles));
}

function middleOf(picture: Pixels): Pixels {
  const most = longestRatio * Math.min(picture.width, picture.height);
  if (Math.max(picture.width, picture.height) <= most) return picture;
  return centredPart(picture, {
    width: Math.min(picture.width, most),
    height: Math.min(picture.height, most),
  });
}
