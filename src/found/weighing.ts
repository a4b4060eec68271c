import { filled } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { type Candidate, coarsePlaces } from './candidates.js';
import { cutPlace } from './cutting.js';
import { explainedByLuminance, type Moments, momentsOf, type PairWeights, weightsOf } from './moments.js';
import type { Place } from './place.js';
import { atLetterScale, resampled } from './resample.js';
import { rimOf } from './rim.js';
import type { Room, Rooms } from './room.js';
import { movedTones, redrawingFor, type Toning, tonedPiece, toningOf } from './tones.js';

/** Places across a letter when pairs are weighed. */
export const finePlaces = 48;

/** An artwork where a letter of a side is `finePlaces` across, and where it is `coarsePlaces`. */
interface Level {
  readonly fine: Planes;
  readonly coarse: Planes;
  /** As `fine`, with the tones of the whole artwork moved as a region asks for. */
  readonly toned: (region: Region) => Planes;
}

type Region = 'ink' | 'ground';

/** The levels of the artwork of rooms by sides; all of it is made once, when it is asked for. */
function levelsOf(rooms: Rooms): (sideRatio: number) => Level {
  const whole = once((region: Region) => tonedWhole(rooms[region]));
  return once((sideRatio: number) => {
    const at = (picture: Planes, places: number): Planes => atLetterScale(picture, sideRatio, places);
    return {
      fine: at(rooms.ink.picture, finePlaces),
      coarse: at(rooms.ink.picture, coarsePlaces),
      toned: once((region: Region) => at(whole(region), finePlaces)),
    };
  });
}

function once<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
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

/** A candidate with its colours, as they are weighed against those of the other region's. */
export interface Coloured extends Candidate {
  readonly whole: Moments;
  readonly rim: Moments;
}

/** A candidate whose tones were moved as they would be in its place. */
export interface Weighed extends Coloured {
  readonly toning: Toning;
}

/** What candidates of a region are weighed by. */
export interface Weighing {
  readonly region: Region;
  readonly rooms: Rooms;
  readonly levels: ReturnType<typeof levelsOf>;
  readonly weights: PairWeights;
}

/** What the letter of a mask (one channel, square) is weighed by in rooms; the rest of it is the region. */
export function weighingOf(
  rooms: Rooms,
  mask: Planes,
): Omit<Weighing, 'region'> & { readonly letter: Planes } {
  const letter = resampled(mask, { width: finePlaces, height: finePlaces });
  return { letter, rooms, levels: levelsOf(rooms), weights: weightsOf(letter, rimOf(letter)) };
}

/** With the tones that the artwork has there when they are moved all over: nearly what `weighCandidate` says, for a tenth of the work. */
export function glanceAt(candidate: Candidate, { region, levels, weights }: Weighing): Coloured {
  const { place } = candidate;
  const picture = cutPlace(levels(place.sideRatio).toned(region), place, { sidePx: finePlaces });
  return { ...candidate, ...coloursOf(picture, region, weights) };
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
  return { ...candidate, toning, ...coloursOf(picture, region, weights) };
}

function coloursOf(picture: Planes, region: Region, weights: PairWeights): Pick<Coloured, 'whole' | 'rim'> {
  const [whole, rim] = region === 'ink' ? [weights.ink, weights.inkRim] : [weights.ground, weights.groundRim];
  return { whole: momentsOf(picture, whole), rim: momentsOf(picture, rim) };
}

/** Two candidates together. */
export interface Pair<Each extends Coloured = Weighed> {
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
 * with R² as in `explainedByLuminance`: what reads is light and dark, and colours alone hold no letter together.
 */
export function pairOf<Each extends Coloured>(ink: Each, ground: Each, through = false): Pair<Each> {
  const r2 = (explainedByLuminance(ink.whole, ground.whole) + explainedByLuminance(ink.rim, ground.rim)) / 2;
  const gain = through ? throughGain : 0;
  return {
    ink,
    ground,
    through,
    worth: r2 - costShare * (ink.cost + ground.cost) - scaleCost(ink.place, ground.place) + gain,
  };
}
