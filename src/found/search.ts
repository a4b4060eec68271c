import type { Planes } from '../pixels.js';
import { type Candidate, type CandidateOptions, candidatesOf } from './candidates.js';
import { cutPlace } from './cutting.js';
import { explained, type Moments, momentsOf, type Weights, weightsOf } from './moments.js';
import type { Found, Place } from './place.js';
import { resampled } from './resample.js';
import { rimOf } from './rim.js';
import type { Room } from './room.js';

/** Places across a letter when pairs are weighed. */
export const finePlaces = 48;

export interface SearchOptions extends CandidateOptions {
  /** Whether ink and ground are one placement, so that forms run through the outline. */
  readonly shadow: boolean;
  /** How many different ones are wanted, best first. */
  readonly wanted: number;
}

/** A candidate as it is weighed against those of the other region. */
interface Weighed extends Candidate {
  readonly whole: Moments;
  readonly rim: Moments;
}

/** What a pair gains by its candidates being cheap, in R² for a whole unit of luminance; and what it loses by another scale, per octave. */
const costShare = 0.6;
const octaveCost = 0.06;
/** Pairs that differ by less than this, in letters' sides, are the same to a reader. */
const distinctRatio = 0.3;

/**
 * Where in an artwork a letter nearly is already, and where its ground is: for every region the cheapest places of the room (`candidatesOf`); of
 * all pairs those whose picture shows the letter best. A pair's worth is
 *
 *   ½·R²(whole) + ½·R²(along the outline) − 0.6·(cost of the ink + cost of the ground) − 0.06·octaves between their scales
 *
 * with R² as in `explained`. `mask` is the letter, one channel, square, 1 inside. Then each place is moved about by single places of
 * the fine grid as long as the pair gains.
 */
export function searchPlaces(
  rooms: { readonly ink: Room; readonly ground: Room },
  mask: Planes,
  options: SearchOptions,
): Found[] {
  const letter = resampled(mask, { width: finePlaces, height: finePlaces });
  const weights = weightsOf(letter, rimOf(letter));
  const candidates = candidatesOf(rooms, letter, options);
  const weigh = (region: 'ink' | 'ground', list: readonly Candidate[]): Weighed[] =>
    list.map((candidate) => weighed(rooms[region], region, candidate, weights));
  const pairs = options.shadow
    ? shadowPairs(candidates, weigh)
    : crossed(weigh('ink', candidates.ink), weigh('ground', candidates.ground));
  pairs.sort((one, other) => other.worth - one.worth);
  const kept: Pair[] = [];
  for (const pair of pairs) {
    if (kept.length === options.wanted) break;
    if (kept.every((other) => isApart(pair, other))) kept.push(pair);
  }
  return kept.map((pair) => {
    const { ink, ground } = options.shadow ? pair : refined(pair, rooms, weights);
    return { ink: ink.place, ground: ground.place, r2: explained(ink.whole, ground.whole) };
  });
}

interface Pair {
  readonly ink: Weighed;
  readonly ground: Weighed;
  readonly worth: number;
}

function weighed(room: Room, region: 'ink' | 'ground', candidate: Candidate, weights: Weights): Weighed {
  const picture = cutPlace(room.toned, candidate.place, { sidePx: finePlaces });
  const [whole, rim] = region === 'ink' ? [weights.ink, weights.inkRim] : [weights.ground, weights.groundRim];
  return { ...candidate, whole: momentsOf(picture, whole), rim: momentsOf(picture, rim) };
}

function worthOf(ink: Weighed, ground: Weighed): number {
  const octaves = Math.abs(Math.log2(ink.place.sideRatio / ground.place.sideRatio));
  const r2 = (explained(ink.whole, ground.whole) + explained(ink.rim, ground.rim)) / 2;
  return r2 - costShare * (ink.cost + ground.cost) - octaveCost * octaves;
}

const pairOf = (ink: Weighed, ground: Weighed): Pair => ({ ink, ground, worth: worthOf(ink, ground) });

const crossed = (inks: readonly Weighed[], grounds: readonly Weighed[]): Pair[] =>
  inks.flatMap((ink) => grounds.map((ground) => pairOf(ink, ground)));

/** Every candidate of either region, for both. */
function shadowPairs(
  { ink, ground }: { readonly ink: readonly Candidate[]; readonly ground: readonly Candidate[] },
  weigh: (region: 'ink' | 'ground', list: readonly Candidate[]) => Weighed[],
): Pair[] {
  const all = [...ink, ...ground];
  const [inks, grounds] = [weigh('ink', all), weigh('ground', all)];
  return inks.map((each, at) => pairOf(each, grounds[at]!));
}

function isApart(one: Pair, other: Pair): boolean {
  return (['ink', 'ground'] as const).some((region) => {
    const [a, b] = [one[region].place, other[region].place];
    return Math.hypot(a.x - b.x, a.y - b.y) > distinctRatio * Math.min(a.sideRatio, b.sideRatio);
  });
}

/** Rounds in which a pair is moved about at most. */
const rounds = 3;

function refined(pair: Pair, rooms: { readonly ink: Room; readonly ground: Room }, weights: Weights): Pair {
  let best = pair;
  for (let round = 0; round < rounds; round++) {
    const before = best.worth;
    for (const region of ['ink', 'ground'] as const) {
      for (const place of neighbours(best[region].place, rooms[region].toned)) {
        const moved = weighed(rooms[region], region, { ...best[region], place }, weights);
        const next = region === 'ink' ? pairOf(moved, best.ground) : pairOf(best.ink, moved);
        if (next.worth > best.worth) best = next;
      }
    }
    if (best.worth === before) break;
  }
  return best;
}

/** One place of the fine grid away, within the artwork. */
function neighbours(place: Place, { width, height }: Planes): Place[] {
  const shorter = Math.min(width, height);
  const step = (place.sideRatio * shorter) / finePlaces;
  const half = (place.sideRatio * shorter) / 2;
  const within = (value: number, size: number): number =>
    Math.min(1 - half / size, Math.max(half / size, value));
  return [-1, 0, 1].flatMap((down) =>
    [-1, 0, 1].map((across) => ({
      ...place,
      x: within(place.x + (across * step) / width, width),
      y: within(place.y + (down * step) / height, height),
    })),
  );
}
