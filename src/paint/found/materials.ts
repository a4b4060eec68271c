import { inverted } from '../../base/masks.js';
import { type Planes, square } from '../../base/pixels.js';
import type { PlaceSettings } from '../../config/index.js';
import {
  balanced,
  bareGuides,
  elsewhereFor,
  type Found,
  type FoundPiece,
  finePlaces,
  type Limit,
  layGuide,
  legibleAs,
  legibleContrast,
  levelsOfBoth,
  type Place,
  pieceOf,
  type Ranked,
  rankOf,
  roomsOf,
  type Seam,
  seamOf,
  seamPlaces,
  searchPlaces,
  sidesToTry,
  type Weighing,
  weighingOf,
} from '../../found/index.js';
import type { FeatureSpace } from '../../nst/index.js';
import { contrastOf, type LetterRecipe, type PictureJob } from '../../plan/index.js';
import type { Subject } from '../subject.js';
import { type FoundArtwork, type OfBoth, readArtworks, styledAlone } from './artwork.js';
import { likenessOf } from './likeness.js';
import { limitsAt, type Polarity, polaritiesOf } from './limits.js';

/** What a letter is laid from, and what its regions are to look like. */
export interface FoundMaterials {
  readonly found: Found;
  readonly pieces: OfBoth<FoundPiece>;
  readonly seam: Seam | undefined;
  /** What the tones of its regions keep to. */
  readonly limits: OfBoth<Limit>;
  /** How much of the letter is found, 0..1. */
  readonly amount: number;
}

/**
 * Finds a letter in its artwork, or in two. Where only ink or ground is styled, its piece is painted as a whole picture, which the plain
 * rest is laid over.
 */
export async function findMaterials(
  order: PictureJob<LetterRecipe>,
  subject: Subject,
  openSpace: () => Promise<FeatureSpace>,
): Promise<FoundMaterials> {
  const { transfer } = order.recipe;
  const settings = transfer.found;
  const artworks = await readArtworks(order, subject.name);
  const place = square(4 * finePlaces);
  const mask = subject.draw({ canvas: place, box: place });
  const levels = levelsOfBoth({ ink: artworks.ink.look, ground: artworks.ground.look });
  const seen = { artworks, mask, levels };
  const ways = polaritiesOf(transfer).map((polarity) => wayOf(seen, order.recipe, polarity));
  const { found, limits } = await bestWay(ways, order.recipe, openSpace);
  const pieces = {
    ink: pieceOf(artworks.ink, found.ink, { mask, keep: limits.ink }),
    ground: pieceOf(artworks.ground, found.ground, { mask: inverted(mask), keep: limits.ground }),
  };
  const inkBelow = limits.ink.side === 'below';
  const bandRatio = transfer.scope === 'both' ? settings.seamRatio : 0;
  return {
    found: { ...found, ...styledAlone<Place>(found, transfer) },
    pieces: styledAlone(pieces, transfer),
    limits: styledAlone(limits, transfer),
    seam: seamAlong(pieces, subject, { bandRatio, inkBelow }),
    amount: settings.amount,
  };
}

/** How a letter may be found: places, what they are weighed by, and what is laid from them. */
interface Way {
  readonly artworks: OfBoth<FoundArtwork>;
  readonly weighing: Weighing;
  readonly limitsAt: ReturnType<typeof limitsAt>;
  readonly places: Ranked;
  readonly bare: ReturnType<typeof bareGuides>;
}

/**
 * A dark letter on light or a light one on dark, unless it is settled, with its contrast. Where that is given, the one that is worth more
 * (`pairOf`); else the one that has more of the artwork's own forms where both are as legible.
 */
async function bestWay(
  ways: readonly Way[],
  { character, transfer }: LetterRecipe,
  openSpace: () => Promise<FeatureSpace>,
): Promise<Pick<FoundMaterials, 'found' | 'limits'>> {
  if (transfer.contrast !== 'auto')
    return foundAt(
      ways.reduce((best, way) => (way.places.worth > best.places.worth ? way : best)),
      transfer.contrast,
    );
  const space = await openSpace();
  const wanted = legibleAs(character, transfer.found.legible);
  let best: { readonly way: Way; readonly likeness: number } | undefined;
  for (const way of ways) {
    const { bare, weighing } = way;
    const { guide } = bare(legibleContrast(bare, weighing.letter, { legible: wanted, far: 1 }));
    const likeness = await likenessTo(way, guide, space);
    if (best === undefined || likeness > best.likeness) best = { way, likeness };
  }
  const { way, likeness } = best!;
  return foundAt(way, legibleContrast(way.bare, way.weighing.letter, balanced(wanted, likeness)));
}

/** The mean likeness of a guide with each of its artworks, plain ones aside. */
async function likenessTo(
  { artworks, weighing, places }: Way,
  guide: Planes,
  space: FeatureSpace,
): Promise<number> {
  const isOne = artworks.ink === artworks.ground;
  const regions = (['ground', 'ink'] as const).filter(
    (region) => artworks[region].plain === undefined && !(isOne && region === 'ink'),
  );
  let sum = 0;
  for (const region of regions)
    sum += await likenessOf(guide, weighing.levels[region].fine(places[region].sideRatio), space);
  return sum / regions.length;
}

function foundAt(
  { places: { ink, ground }, bare, limitsAt }: Way,
  contrast: number,
): Pick<FoundMaterials, 'found' | 'limits'> {
  return { found: { ink, ground, r2: bare(contrast).r2, contrast }, limits: limitsAt(contrast) };
}

/** What every way of a letter is looked for in. */
interface Seen {
  readonly artworks: OfBoth<FoundArtwork>;
  readonly mask: Planes;
  readonly levels: Weighing['levels'];
}

function wayOf({ artworks, mask, levels }: Seen, recipe: LetterRecipe, polarity: Polarity): Way {
  const limits = limitsAt(artworks, { ...recipe.transfer, polarity });
  const rooms = roomsOf(artworks, limits(contrastOf(recipe.transfer)));
  const weighing = weighingOf(rooms, mask, levels);
  const places = findPlaces(weighing, recipe, artworks);
  return { artworks, weighing, limitsAt: limits, places, bare: bareGuides(places, weighing, limits) };
}

/** What full interest is worth, in units of luminance; and how many places of each region are weighed against each other. */
export const fullInterest = 0.12;
const candidateCount = 32;

/** Where the letter is found in its artwork (of this size), and what that is worth; what is set by hand takes the place of it. */
function findPlaces(
  weighing: Weighing,
  { transfer, places, part = 0 }: LetterRecipe,
  artworks: OfBoth<FoundArtwork>,
): Ranked {
  const { ink, ground, next = 0 }: Partial<PlaceSettings> = places ?? {};
  if (ink !== undefined && ground !== undefined) return rankOf({ ink, ground }, weighing);
  const { width, interest, lay } = transfer.found;
  const sidesIn = ({ picture }: FoundArtwork) =>
    sidesToTry(transfer.detail, width, Math.min(picture.width, picture.height));
  const all = searchPlaces(weighing, {
    interest: interest * fullInterest,
    sides: sidesIn(artworks.ink),
    groundSides: sidesIn(artworks.ground),
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
  return seamOf(layGuide(pieces, mask, { ...place, kernel: 'area' }), mask, options);
}
