import type { Planes } from '../base/pixels.js';
import { type Candidate, type CandidateOptions, candidatesOf } from './candidates.js';
import { explained, weightsOf } from './moments.js';
import type { Found, Place } from './place.js';
import { resampled } from './resample.js';
import { rimOf } from './rim.js';
import type { Rooms } from './room.js';
import {
  finePlaces,
  levelsOf,
  type Pair,
  pairOf,
  type Weighed,
  type Weighing,
  weighCandidate,
} from './weighing.js';

interface SearchOptions extends CandidateOptions {
  /** Whether ink and ground have each a place of their own (`cut`), one together (`shadow`), or what suits the letter better. */
  readonly lay: 'cut' | 'shadow' | 'either';
  /** How many different ones are wanted, best first. */
  readonly wanted: number;
}

/** Pairs that differ by less than this, in letters' sides, are the same to a reader. */
const distinctRatio = 0.3;

/**
 * Where in an artwork a letter nearly is already, and where its ground is: for every region the cheapest places of the room
 * (`candidatesOf`); of all pairs of them those that are worth most (`pairOf`). `mask` is the letter, one channel, square, 1 inside.
 * Then each place is moved about by single places of the fine grid as long as the pair gains.
 */
export function searchPlaces(rooms: Rooms, mask: Planes, options: SearchOptions): Found[] {
  const { letter, ...weighing } = prepared(rooms, mask);
  const candidates = candidatesOf(rooms, letter, options);
  const weigh = (region: 'ink' | 'ground', list: readonly Candidate[]): Weighed[] =>
    list.map((candidate) => weighCandidate(candidate, { region, ...weighing }));
  const pairs: Pair[] = [];
  if (options.lay !== 'shadow')
    pairs.push(...crossed(weigh('ink', candidates.ink), weigh('ground', candidates.ground)));
  if (options.lay !== 'cut')
    pairs.push(...paired(weigh('ink', candidates.both), weigh('ground', candidates.both)));
  pairs.sort((one, other) => other.worth - one.worth);
  const kept: Pair[] = [];
  for (const pair of pairs) {
    if (kept.length === options.wanted) break;
    if (kept.every((other) => isApart(pair, other))) kept.push(pair);
  }
  return kept.map((pair) => {
    const { ink, ground } = refined(pair, weighing);
    return { ink: ink.place, ground: ground.place, r2: explained(ink.whole, ground.whole) };
  });
}

/** The share of the letter's variance that the colours of the bare guide explain when it is laid from these places, 0..1. */
export function legibilityOf(
  rooms: Rooms,
  mask: Planes,
  places: { readonly ink: Place; readonly ground: Place },
): number {
  const { letter: _, ...weighing } = prepared(rooms, mask);
  const [ink, ground] = (['ink', 'ground'] as const).map((region) =>
    weighCandidate({ place: places[region], cost: 0 }, { region, ...weighing }),
  ) as [Weighed, Weighed];
  return explained(ink.whole, ground.whole);
}

/** What candidates are weighed by: the letter and its rim on the fine grid, and the rooms at every side. */
function prepared(rooms: Rooms, mask: Planes): { readonly letter: Planes } & Omit<Weighing, 'region'> {
  const letter = resampled(mask, { width: finePlaces, height: finePlaces });
  return { letter, rooms, levels: levelsOf(rooms.ink.picture), weights: weightsOf(letter, rimOf(letter)) };
}

const crossed = (inks: readonly Weighed[], grounds: readonly Weighed[]): Pair[] =>
  inks.flatMap((ink) => grounds.map((ground) => pairOf(ink, ground)));

/** Each with the ground of the same place. */
const paired = (inks: readonly Weighed[], grounds: readonly Weighed[]): Pair[] =>
  inks.map((ink, at) => pairOf(ink, grounds[at]!, true));

function isApart(one: Pair, other: Pair): boolean {
  return (['ink', 'ground'] as const).some((region) => {
    const [a, b] = [one[region].place, other[region].place];
    return Math.hypot(a.x - b.x, a.y - b.y) > distinctRatio * Math.min(a.sideRatio, b.sideRatio);
  });
}

/** Rounds in which a pair is moved about at most. */
const rounds = 3;

function refined(pair: Pair, weighing: Omit<Weighing, 'region'>): Pair {
  const at = (region: 'ink' | 'ground', from: Weighed, place: Place): Weighed =>
    weighCandidate({ ...from, place }, { region, ...weighing }, from.toning);
  const { through } = pair;
  let best = pair;
  for (let round = 0; round < rounds; round++) {
    const before = best.worth;
    for (const region of through ? (['ink'] as const) : (['ink', 'ground'] as const)) {
      const { ink, ground } = best;
      for (const place of neighbours(best[region].place, weighing.rooms[region].picture)) {
        const next = pairOf(
          region === 'ink' ? at('ink', ink, place) : best.ink,
          region === 'ground' || through ? at('ground', ground, place) : best.ground,
          through,
        );
        if (next.worth > best.worth) best = next;
      }
    }
    if (best.worth === before) break;
  }
  return best;
}

/** One place of the fine grid away, within the artwork. */
function neighbours(place: Place, { width, height }: Planes): Place[] {
  const side = place.sideRatio * Math.min(width, height);
  const step = side / finePlaces;
  const within = (value: number, size: number): number =>
    Math.min(1 - side / 2 / size, Math.max(side / 2 / size, value));
  return [-1, 0, 1].flatMap((down) =>
    [-1, 0, 1].map((across) => ({
      ...place,
      x: within(place.x + (across * step) / width, width),
      y: within(place.y + (down * step) / height, height),
    })),
  );
}
