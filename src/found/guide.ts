import { over } from '../base/masks.js';
import type { Pixels, Planes, Size } from '../base/pixels.js';
import { cutWindow, placeWindow, wholeWindow } from './cutting.js';
import { halvedFor } from './halving.js';
import { laid } from './orientation.js';
import type { Limit, Place } from './place.js';
import { type Kernel, resampled } from './resample.js';
import { rimOf } from './rim.js';
import { lookPx, type Toning, tonedPiece, toningOf } from './tones.js';

/** One region's picture as it was found: from which artwork, where, and how its tones are moved there. */
export interface FoundPiece {
  /** RGB, as it was read. */
  readonly artwork: Pixels;
  readonly place: Place;
  readonly toning: Toning;
}

/** Of an artwork, as it was read and reduced (`look`, RGB); `mask` is the region within the letter's square. */
export function pieceOf(
  { picture, look }: { readonly picture: Pixels; readonly look: Planes },
  place: Place,
  { mask, keep }: { readonly mask: Planes; readonly keep: Limit },
): FoundPiece {
  return { artwork: picture, place, toning: toningOf(look, place, { mask, keep, lookPx }) };
}

/** The pictures that a letter is laid from, at the size of a canvas. */
interface Guide {
  /** RGB, whole pictures each. */
  readonly ink: Planes;
  readonly ground: Planes;
  /** The one inside of the letter, the other around it. */
  readonly both: Planes;
}

/** A canvas, the letter's square in its middle, and how pieces are brought to its size. */
interface GuideView {
  readonly canvas: Size;
  readonly box: Size;
  readonly kernel?: Kernel;
}

/** Lays the pieces of ink and ground along the outline. `ink` is how much of each pixel of the canvas the letter covers. */
export function layGuide(
  pieces: { readonly ink: FoundPiece; readonly ground: FoundPiece },
  ink: Planes,
  { canvas, box, kernel = 'lanczos' }: GuideView,
): Guide {
  const rim = rimOf(ink, box.width);
  const [inside, around] = [
    laidPiece(pieces.ink, { canvas, box, kernel, rim }),
    laidPiece(pieces.ground, { canvas, box, kernel, rim }),
  ];
  return { ink: inside, ground: around, both: over(inside, around, ink) };
}

function laidPiece(
  { artwork, place, toning }: FoundPiece,
  { canvas, box, kernel, rim }: Required<GuideView> & { readonly rim: Planes },
): Planes {
  const enough = halvedFor(artwork, (place.sideRatio * Math.min(artwork.width, artwork.height)) / box.width);
  const window = wholeWindow(placeWindow(place, enough, box.width / canvas.width));
  const cut = cutWindow(enough, window);
  return tonedPiece(laid(resampled(cut, canvas, kernel), place), toning, { box, rim });
}
