import type { Planes } from '../base/pixels.js';
import { type Candidate, type CandidateOptions, candidatesOf } from './candidates.js';
import type { Place, Ranked } from './place.js';
import { areOne } from './room.js';
import {
  explainedBy,
  finePlaces,
  type Glanced,
  glanceAt,
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
 * (`candidatesOf`); of all pairs of them those that are worth most (`pairOf`).
 * Then each place is moved about by single places of the fine grid as long as the pair gains.
 */
export function searchPlaces(weighing: Weighing, options: SearchOptions): Ranked[] {
  const candidates = candidatesOf(weighing.rooms, weighing.letter, options);
  const glance = (region: 'ink' | 'ground', list: readonly Candidate[]): Glanced[] =>
    list.map((candidate) => glanceAt(candidate, region, weighing));
  const pairs: Pair<Glanced>[] = [];
  const isShadow = options.lay === 'shadow' && areOne(weighing.rooms);
  if (!isShadow) pairs.push(...crossed(glance('ink', candidates.ink), glance('ground', candidates.ground)));
  if (options.lay !== 'cut')
    pairs.push(...paired(glance('ink', candidates.both), glance('ground', candidates.both)));
  const finalists = bestApart(pairs, options.wanted + spareFinalists);
  return bestApart(weighed(finalists, weighing), options.wanted).map((pair) => {
    const best = refined(pair, weighing);
    const { ink, ground, worth } = best;
    return { ink: ink.place, ground: ground.place, r2: explainedBy(best, weighing), worth };
  });
}

/** As many pairs as are wanted, and these, are weighed with the tones that they would have. */
const spareFinalists = 7;

/** The pairs that are worth most, none the same to a reader as a better one. */
function bestApart<Each extends Glanced>(pairs: readonly Pair<Each>[], count: number): Pair<Each>[] {
  const kept: Pair<Each>[] = [];
  for (const pair of pairs.toSorted((one, other) => other.worth - one.worth)) {
    if (kept.length === count) break;
    if (kept.every((other) => isApart(pair, other))) kept.push(pair);
  }
  return kept;
}

function weighed(pairs: readonly Pair<Glanced>[], weighing: Weighing): Pair[] {
  const known = { ink: new Map<Place, Weighed>(), ground: new Map<Place, Weighed>() };
  const weigh = (region: 'ink' | 'ground', { place, cost }: Candidate): Weighed => {
    const result = known[region].get(place) ?? weighCandidate({ place, cost }, region, weighing);
    known[region].set(place, result);
    return result;
  };
  return pairs.map(({ ink, ground, through }) => pairOf(weigh('ink', ink), weigh('ground', ground), through));
}

const crossed = (inks: readonly Glanced[], grounds: readonly Glanced[]): Pair<Glanced>[] =>
  inks.flatMap((ink) => grounds.map((ground) => pairOf(ink, ground)));

/** Each with the ground of the same place. */
const paired = (inks: readonly Glanced[], grounds: readonly Glanced[]): Pair<Glanced>[] =>
  inks.map((ink, at) => pairOf(ink, grounds[at]!, true));

function isApart(one: Pair<Glanced>, other: Pair<Glanced>): boolean {
  return (['ink', 'ground'] as const).some((region) => {
    const [a, b] = [one[region].place, other[region].place];
    return Math.hypot(a.x - b.x, a.y - b.y) > distinctRatio * Math.min(a.sideRatio, b.sideRatio);
  });
}

/** Rounds in which a pair is moved about at most. */
const rounds = 3;

function refined(pair: Pair, weighing: Weighing): Pair {
  const at = (region: 'ink' | 'ground', from: Weighed, place: Place): Weighed =>
    weighCandidate({ ...from, place }, region, weighing);
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
