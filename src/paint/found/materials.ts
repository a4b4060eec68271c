import type { Looks } from '../../artwork/index.js';
import { inverted } from '../../base/masks.js';
import { type Planes, type Size, square } from '../../base/pixels.js';
import type { PlaceSettings } from '../../config/index.js';
import {
  elsewhereFor,
  type Found,
  type FoundPiece,
  finePlaces,
  heldLegible,
  isThrough,
  layGuide,
  pieceOf,
  type Ranked,
  type Rooms,
  rankOf,
  roomsOf,
  type Seam,
  seamOf,
  seamPlaces,
  searchPlaces,
  sidesToTry,
} from '../../found/index.js';
import { contrastOf, type LetterRecipe, type PictureJob } from '../../plan/index.js';
import type { Subject } from '../subject.js';
import { type FoundArtwork, readArtwork } from './artwork.js';
import { limitsAt, limitsIn, type OfBoth, type Polarity, polaritiesOf } from './limits.js';

/** What a letter is laid from, and what its regions are to look like. */
export interface FoundMaterials {
  readonly found: Found;
  readonly pieces: OfBoth<FoundPiece>;
  readonly seam: Seam | undefined;
  readonly looks: Looks;
  /** How much of the letter is found, 0..1. */
  readonly amount: number;
}

/** Finds a letter in its artwork. */
export async function findMaterials(
  order: PictureJob<LetterRecipe>,
  subject: Subject,
): Promise<FoundMaterials> {
  const { transfer } = order.recipe;
  const settings = transfer.found;
  const artwork = await readArtwork(order.recipe.materials.ink[0]!, order, subject.name);
  const place = square(4 * finePlaces);
  const mask = subject.draw({ canvas: place, box: place });
  const { found, polarity } = bestWay(artwork, mask, order.recipe);
  const { looks, keep } = limitsIn(artwork, { ...transfer, polarity }, found.contrast);
  const pieces = {
    ink: pieceOf(artwork, found.ink, { mask, keep: keep.ink }),
    ground: pieceOf(artwork, found.ground, { mask: inverted(mask), keep: keep.ground }),
  };
  const options = { bandRatio: settings.seamRatio, inkBelow: keep.ink.side === 'below' };
  return { found, pieces, seam: seamAlong(pieces, subject, options), looks, amount: settings.amount };
}

/** How a letter may be found, and what it is worth: see `pairOf`. */
interface Way {
  readonly found: Found;
  readonly polarity: Polarity;
  readonly worth: number;
}

/** What it is worth, in contrast, that forms run through the outline; and that the ground is darkened, which keeps more of its drawing than lightening. */
const throughMerit = 0.1;
const darkGroundMerit = 0.06;

/**
 * A dark letter on light or a light one on dark, unless it is settled: the one that takes less contrast to be read, which leaves more of
 * the artwork's own forms; where the contrast is given, the one that is worth more.
 */
function bestWay(artwork: FoundArtwork, mask: Planes, recipe: LetterRecipe): Way {
  const { contrast } = recipe.transfer;
  const ways = polaritiesOf(recipe.transfer).map((polarity) => wayOf(artwork, mask, { recipe, polarity }));
  const merit = ({ found, worth, polarity: side }: Way): number =>
    contrast === 'auto'
      ? (isThrough(found) ? throughMerit : 0) +
        (side === 'light-on-dark' ? darkGroundMerit : 0) -
        found.contrast
      : worth;
  return ways.reduce((best, way) => (merit(way) > merit(best) ? way : best));
}

function wayOf(
  artwork: FoundArtwork,
  mask: Planes,
  { recipe, polarity }: { readonly recipe: LetterRecipe; readonly polarity: Polarity },
): Way {
  const { transfer } = recipe;
  const limits = limitsAt(artwork, { ...transfer, polarity });
  const usual = contrastOf(transfer);
  const rooms = roomsOf(artwork.look, artwork.usable, limits(usual));
  const { worth, ...places } = findPlaces({ rooms, mask }, recipe, artwork.picture);
  const found =
    transfer.contrast === 'auto'
      ? heldLegible(places, { rooms, mask }, { limitsAt: limits, wanted: transfer.found.legible })
      : { ...places, contrast: usual };
  return { found, polarity, worth };
}

/** What full interest is worth, in units of luminance; and how many places of each region are weighed against each other. */
export const fullInterest = 0.12;
const candidateCount = 32;

/** Where the letter is found in its artwork (of this size), and what that is worth; what is set by hand takes the place of it. */
function findPlaces(
  { rooms, mask }: { readonly rooms: Rooms; readonly mask: Planes },
  { transfer, places, part = 0 }: LetterRecipe,
  artwork: Size,
): Ranked {
  const { ink, ground, next = 0 }: Partial<PlaceSettings> = places ?? {};
  if (ink !== undefined && ground !== undefined) return rankOf(rooms, mask, { ink, ground });
  const { width, interest, lay } = transfer.found;
  const all = searchPlaces(rooms, mask, {
    interest: interest * fullInterest,
    sides: sidesToTry(transfer.detail, width, Math.min(artwork.width, artwork.height)),
    count: candidateCount,
    elsewhere: elsewhereFor(part),
    lay,
    wanted: next + 1,
  });
  const found = all[Math.min(next, all.length - 1)]!;
  return { ...found, ink: ink ?? found.ink, ground: ground ?? found.ground };
}

/** The outline along the artwork's own lines; undefined where it is to stay as it is. */
function seamAlong(
  pieces: FoundMaterials['pieces'],
  subject: Subject,
  options: { readonly bandRatio: number; readonly inkBelow: boolean },
): Seam | undefined {
  if (options.bandRatio === 0) return undefined;
  const place = { canvas: square(seamPlaces), box: square(seamPlaces) };
  const mask = subject.draw(place);
  return seamOf(layGuide(pieces, mask, place), mask, options);
}
