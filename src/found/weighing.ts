import type { Planes } from '../base/pixels.js';
import { type Candidate, coarsePlaces } from './candidates.js';
import { cutPlace } from './cutting.js';
import { explainedByLuminance, type Moments, momentsOf, type PairWeights } from './moments.js';
import type { Place } from './place.js';
import { atLetterScale } from './resample.js';
import type { Rooms } from './room.js';
import { type Toning, tonedPiece, toningOf } from './tones.js';

/** Places across a letter when pairs are weighed. */
export const finePlaces = 48;

/** An artwork where a letter of a side is `finePlaces` across, and where it is `coarsePlaces`; each is made once. */
type Levels = (sideRatio: number) => { readonly fine: Planes; readonly coarse: Planes };

export function levelsOf(picture: Planes): Levels {
  const made = new Map<number, { readonly fine: Planes; readonly coarse: Planes }>();
  return (sideRatio) => {
    const known = made.get(sideRatio);
    if (known !== undefined) return known;
    const level = (places: number): Planes => atLetterScale(picture, sideRatio, places);
    const levels = { fine: level(finePlaces), coarse: level(coarsePlaces) };
    made.set(sideRatio, levels);
    return levels;
  };
}

/** A candidate as it is weighed against those of the other region: its colours there, with the tones moved as they would be. */
export interface Weighed extends Candidate {
  readonly toning: Toning;
  readonly whole: Moments;
  readonly rim: Moments;
}

/** What candidates of a region are weighed by. */
export interface Weighing {
  readonly region: 'ink' | 'ground';
  readonly rooms: Rooms;
  /** Of the artwork that both rooms are of. */
  readonly levels: Levels;
  readonly weights: PairWeights;
}

/** A `toning` that is known already is taken over. */
export function weighCandidate(
  candidate: Candidate,
  { region, rooms, levels, weights }: Weighing,
  known?: Toning,
): Weighed {
  const { place } = candidate;
  const { fine, coarse } = levels(place.sideRatio);
  const toning =
    known ??
    toningOf(coarse, place, { mask: weights[region], keep: rooms[region].limit, lookPx: coarsePlaces });
  const piece = cutPlace(fine, place, { sidePx: finePlaces });
  const picture = tonedPiece(piece, toning, { box: piece, rim: weights.outline });
  const [whole, rim] = region === 'ink' ? [weights.ink, weights.inkRim] : [weights.ground, weights.groundRim];
  return { ...candidate, toning, whole: momentsOf(picture, whole), rim: momentsOf(picture, rim) };
}

/** Two candidates together. */
export interface Pair {
  readonly ink: Weighed;
  readonly ground: Weighed;
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
 * with R² as in `explainedByLuminance`: what reads is light and dark, and colours alone hold no letter together.
 */
export function pairOf(ink: Weighed, ground: Weighed, through = false): Pair {
  const r2 = (explainedByLuminance(ink.whole, ground.whole) + explainedByLuminance(ink.rim, ground.rim)) / 2;
  const gain = through ? throughGain : 0;
  return {
    ink,
    ground,
    through,
    worth: r2 - costShare * (ink.cost + ground.cost) - scaleCost(ink.place, ground.place) + gain,
  };
}
