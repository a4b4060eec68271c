import { filled, grey } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { type Candidate, coarsePlaces } from './candidates.js';
import { cutPlace, cutSquare } from './cutting.js';
import {
  explained,
  explainedByTones,
  momentsOf,
  type PairWeights,
  type ToneMoments,
  toneMomentsOf,
  weightsOf,
} from './moments.js';
import { lifted, type Orientation, orientationAt, orientations } from './orientation.js';
import type { Limit, Place } from './place.js';
import { atLetterScale, resampled } from './resample.js';
import { rimOf } from './rim.js';
import type { Room, Rooms } from './room.js';
import { movedTones, redrawingFor, type Toning, tonedPiece, toningOf } from './tones.js';

/** Places across a letter when pairs are weighed. */
export const finePlaces = 48;

type Region = 'ink' | 'ground';

/** An artwork where a letter of a side (in ratios of the artwork's shorter one) is `finePlaces` across, and where it is `coarsePlaces`. */
interface Levels {
  readonly fine: (sideRatio: number) => Planes;
  readonly coarse: (sideRatio: number) => Planes;
}

/** The levels of an artwork; each is made once, when it is asked for. */
function levelsOf(picture: Planes): Levels {
  const at = (places: number) => once((sideRatio: number) => atLetterScale(picture, sideRatio, places));
  return { fine: at(finePlaces), coarse: at(coarsePlaces) };
}

/** The levels of what ink and ground are found in. */
export function levelsOfBoth({ ink, ground }: Readonly<Record<Region, Planes>>): Weighing['levels'] {
  const levels = levelsOf(ink);
  return { ink: levels, ground: ground === ink ? levels : levelsOf(ground) };
}

/** A function that makes each of its values once. */
export function once<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

/** An artwork with its tones moved all over as its region asks for. */
export function tonedWhole({ picture, limit }: Room): Planes {
  const local = redrawingFor(picture, filled(picture, 1), limit);
  return movedTones(picture, { ...limit, local }, { enlarged: (field) => field });
}

/** A candidate with its tones (luminance), as they are weighed against those of the other region's. */
export interface Glanced extends Candidate {
  readonly whole: ToneMoments;
  readonly rim: ToneMoments;
}

/** A candidate whose tones were moved as they would be in its place. */
export interface Weighed extends Glanced {
  readonly toning: Toning;
}

/** What candidates of a region are weighed by. */
export interface Weighing {
  readonly rooms: Rooms;
  readonly levels: Readonly<Record<Region, Levels>>;
  /** Luminance at fine levels with the tones of the whole artwork moved as a region asks for. */
  readonly toned: (region: Region) => (sideRatio: number) => Planes;
  /** The letter: one channel, `finePlaces` square, 1 inside. */
  readonly letter: Planes;
  readonly weights: PairWeights;
  /** The same as they lie in the artwork, by the place among `orientations`. */
  readonly lying: (orientation: number) => PairWeights;
}

/** What the letter of a mask (one channel, square) is weighed by in rooms; the rest of it is the region. Levels that are there are taken over. */
export function weighingOf(
  rooms: Rooms,
  mask: Planes,
  levels = levelsOfBoth({ ink: rooms.ink.picture, ground: rooms.ground.picture }),
): Weighing {
  const letter = resampled(mask, { width: finePlaces, height: finePlaces });
  const toned = once((region: Region) => levelsOf(grey(tonedWhole(rooms[region]))).fine);
  const weights = weightsOf(letter, rimOf(letter));
  const lying = once((at: number) => liftedWeights(weights, orientations[at]!));
  return { rooms, levels, toned, letter, weights, lying };
}

/** With the tones that the artwork has there when they are moved all over: nearly what `weighCandidate` says, for a tenth of the work. */
export function glanceAt(candidate: Candidate, region: Region, { toned, lying }: Weighing): Glanced {
  const { place } = candidate;
  // The letter is turned once for all candidates, instead of each candidate.
  const tones = cutSquare(toned(region)(place.sideRatio), place, { sidePx: finePlaces });
  return { ...candidate, ...momentsUnder(tones, region, lying(orientationAt(place))) };
}

/** A toning that it has already is taken over. */
export function weighCandidate(
  candidate: Candidate & Partial<Pick<Weighed, 'toning'>>,
  region: Region,
  weighing: Weighing,
): Weighed {
  const { place } = candidate;
  const toning =
    candidate.toning ?? toningAt(place, { region, keep: weighing.rooms[region].limit }, weighing);
  const tones = grey(pieceAt(place, { region, toning }, weighing));
  return { ...candidate, toning, ...momentsUnder(tones, region, weighing.weights) };
}

/** How the tones of a place are moved for a region, found out at `coarsePlaces`. */
export function toningAt(
  place: Place,
  { region, keep }: { readonly region: Region; readonly keep: Limit },
  { levels, weights }: Weighing,
): Toning {
  const coarse = levels[region].coarse(place.sideRatio);
  return toningOf(coarse, place, { mask: weights[region], keep, lookPx: coarsePlaces });
}

/** The picture of a place with its tones moved, RGB, `finePlaces` square. */
export function pieceAt(
  place: Place,
  { region, toning }: { readonly region: Region; readonly toning: Toning },
  { levels, weights }: Weighing,
): Planes {
  const piece = cutPlace(levels[region].fine(place.sideRatio), place, { sidePx: finePlaces });
  return tonedPiece(piece, toning, { box: piece, rim: weights.outline });
}

function liftedWeights(
  { ink, ground, inkRim, groundRim, outline }: PairWeights,
  how: Orientation,
): PairWeights {
  const [a, b, c, d, e] = [ink, ground, inkRim, groundRim, outline].map((each) => lifted(each, how));
  return { ink: a!, ground: b!, inkRim: c!, groundRim: d!, outline: e! };
}

function momentsUnder(tones: Planes, region: Region, weights: PairWeights): Pick<Glanced, 'whole' | 'rim'> {
  const [whole, rim] = region === 'ink' ? [weights.ink, weights.inkRim] : [weights.ground, weights.groundRim];
  return { whole: toneMomentsOf(tones, whole), rim: toneMomentsOf(tones, rim) };
}

/** The share of the letter's variance that the colours of a pair explain, 0..1. */
export function explainedBy({ ink, ground }: Pair, weighing: Weighing): number {
  const moments = (region: Region, { place, toning }: Weighed) =>
    momentsOf(pieceAt(place, { region, toning }, weighing), weighing.weights[region]);
  return explained(moments('ink', ink), moments('ground', ground));
}

/** Two candidates together. */
export interface Pair<Each extends Glanced = Weighed> {
  readonly ink: Each;
  readonly ground: Each;
  /** Whether both are one place, so that forms run through the outline. */
  readonly through: boolean;
  readonly worth: number;
}

/** What a pair loses by its candidates' costs, in R² for a whole unit of luminance; and by another scale, per octave. */
const costShare = 1;
const octaveCost = 0.06;
/** What it gains where forms run through the outline. */
const throughGain = 0.1;

type Sized = Pick<Place, 'sideRatio'>;

/** What ink and ground of two scales cost. */
export function scaleCost(one: Sized, other: Sized): number {
  return octaveCost * Math.abs(Math.log2(one.sideRatio / other.sideRatio));
}

/**
 * How much a pair is worth:
 *
 *   ½·R²(whole) + ½·R²(along the outline) − (cost of the ink + cost of the ground) − 0.06·octaves between their scales
 *
 * with R² as in `explainedByTones`, of luminance: what reads is light and dark, and colours alone hold no letter together.
 */
export function pairOf<Each extends Glanced>(ink: Each, ground: Each, through = false): Pair<Each> {
  const r2 = (explainedByTones(ink.whole, ground.whole) + explainedByTones(ink.rim, ground.rim)) / 2;
  const gain = through ? throughGain : 0;
  return {
    ink,
    ground,
    through,
    worth: r2 - costShare * (ink.cost + ground.cost) - scaleCost(ink.place, ground.place) + gain,
  };
}
