import { filled } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { middles, sumOf } from '../base/values.js';
import { correlated, searchable } from './correlation.js';
import { lifted, type Orientation, orientations } from './orientation.js';
import type { Place } from './place.js';
import { atLetterScale, resampled } from './resample.js';
import { areOne, type Room, type Rooms } from './room.js';

/** Places across a letter when all shifts are tried; half of those that decide. */
export const coarsePlaces = 24;

/** A place that a region may be taken from. */
export interface Candidate {
  readonly place: Place;
  /** Mean cost of the region's area, less what its interest is worth. */
  readonly cost: number;
}

/** Places for the ink, for the ground, and for both at once, so that forms run through the outline: those cost the mean of both. */
export type Candidates = Readonly<Record<'ink' | 'ground' | 'both', Candidate[]>>;

interface Side {
  readonly sideRatio: number;
  readonly cost: number;
}

export interface CandidateOptions {
  /** What full interest is worth, in units of luminance. */
  readonly interest: number;
  /** Sides of the letter's square to be tried, in ratios of the artwork's shorter side, with what each costs. */
  readonly sides: readonly Side[];
  /** The same for the ground, where that is found in another artwork than the ink. */
  readonly groundSides?: readonly Side[];
  /** What a place costs by where its middle is; none when absent. */
  readonly elsewhere?: ((x: number, y: number) => number) | undefined;
  /** How many are kept. */
  readonly count: number;
}

/** Of one look (side and orientation) so many are kept, at least so far apart, in ratios of the letter's side. */
const perLook = 5;
const apartRatio = 0.2;

/** The cheapest places of each artwork (`candidatesIn`); where they are two, none is for both regions at once. */
export function candidatesOf(rooms: Rooms, mask: Planes, options: CandidateOptions): Candidates {
  if (areOne(rooms)) return candidatesIn(rooms, mask, options);
  const { ink } = candidatesIn({ ink: rooms.ink, ground: rooms.ink }, mask, options);
  const sides = options.groundSides ?? options.sides;
  const { ground } = candidatesIn({ ink: rooms.ground, ground: rooms.ground }, mask, { ...options, sides });
  return { ink, ground, both: [] };
}

/**
 * The cheapest places for the letter of a mask (one channel, square, 1 inside) in a room, for what it stands on in another, and for both:
 * every shift, in all eight orientations, at every side. The cost of a placement is the mean of the room's costs over the region's
 * area: Σ mask · cost by correlation, the ground's as the sum over the square less that over the letter.
 */
function candidatesIn(rooms: Rooms, mask: Planes, options: CandidateOptions): Candidates {
  const letter = resampled(mask, { width: coarsePlaces, height: coarsePlaces });
  const found: Candidates = { ink: [], ground: [], both: [] };
  for (const { sideRatio, cost } of options.sides) {
    const costs = (room: Room): Planes => costAt(room, sideRatio, options.interest);
    const [ink, ground] = [costs(rooms.ink), costs(rooms.ground)];
    const both = searchable(ink, ground);
    const whole = correlated(both, filled(letter, 1)).sums[1];
    for (const orientation of orientations) {
      const shape = lifted(letter, orientation);
      const [inkSums, inside] = correlated(both, shape).sums;
      const groundSums = lessTimes(whole, inside, 1);
      const look: Look = { orientation, sideRatio, cost, elsewhere: options.elsewhere };
      const means = {
        ink: meansOf(inkSums, total(shape)),
        ground: meansOf(groundSums, coarsePlaces ** 2 - total(shape)),
      };
      const shared = middles(means.ink, means.ground);
      found.ink.push(...bestOf(means.ink, ink, look));
      found.ground.push(...bestOf(means.ground, ground, look));
      found.both.push(...bestOf(shared, ink, look));
    }
  }
  const cheapest = (all: Candidate[]): Candidate[] =>
    all.sort((one, other) => one.cost - other.cost).slice(0, options.count);
  return { ink: cheapest(found.ink), ground: cheapest(found.ground), both: cheapest(found.both) };
}

/** The costs of a room where a letter of this side is `coarsePlaces` across. */
function costAt({ cost, interest }: Room, sideRatio: number, worth: number): Planes {
  const data = lessTimes(cost.data, interest.data, worth);
  return atLetterScale({ ...cost, data }, sideRatio, coarsePlaces);
}

// Loops keep to arrays and numbers, see `base/masks`.

function lessTimes(values: Float32Array, others: Float32Array, factor: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = values[at]! - factor * others[at]!;
  return result;
}

interface Look {
  readonly orientation: Orientation;
  readonly sideRatio: number;
  readonly cost: number;
  readonly elsewhere: CandidateOptions['elsewhere'];
}

const meansOf = (sums: Float32Array, area: number): Float32Array =>
  sums.map((sum) => sum / Math.max(1, area));

/** The cheapest shifts of one look, none near a cheaper one. */
function bestOf(means: Float32Array, room: Planes, look: Look): Candidate[] {
  const { orientation, sideRatio, cost, elsewhere } = look;
  const [columns, rows] = [room.width - coarsePlaces + 1, room.height - coarsePlaces + 1];
  const placeAt = (at: number): { x: number; y: number } => ({
    x: ((at % columns) + coarsePlaces / 2) / room.width,
    y: (Math.floor(at / columns) + coarsePlaces / 2) / room.height,
  });
  const costs = new Float32Array(means.length);
  for (let at = 0; at < costs.length; at++) costs[at] = means[at]! + cost;
  if (elsewhere !== undefined) {
    for (let at = 0; at < costs.length; at++) {
      const { x, y } = placeAt(at);
      costs[at] = costs[at]! + elsewhere(x, y);
    }
  }
  const result: Candidate[] = [];
  const reach = Math.round(apartRatio * coarsePlaces);
  while (result.length < perLook) {
    let best = -1;
    for (let at = 0; at < costs.length; at++)
      if (costs[at]! < Number.POSITIVE_INFINITY && (best < 0 || costs[at]! < costs[best]!)) best = at;
    if (best < 0) break;
    const { x, y } = placeAt(best);
    result.push({ place: { ...orientation, x, y, sideRatio }, cost: costs[best]! });
    const [row, column] = [Math.floor(best / columns), best % columns];
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++)
      for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++)
        costs[r * columns + c] = Number.POSITIVE_INFINITY;
  }
  return result;
}

const total = ({ data }: Planes): number => sumOf(data);
