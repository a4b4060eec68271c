import { darkened, lightened } from '../artwork/index.js';
import { filled, grey } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { interestOf } from './interest.js';
import type { Limit } from './place.js';

/** Shorter side of the artwork that is searched, in pixels: a letter of 48 places where it is three eighths of that. */
export const roomPx = 128;

/** An artwork as one region of a letter may be found in it. All pictures are of one size. */
export interface Room {
  /** RGB, 0..1: the artwork. */
  readonly picture: Planes;
  /** What its region is to keep to. */
  readonly limit: Limit;
  /** One channel each. What there is to be seen, 0..1. */
  readonly interest: Planes;
  /** What a place costs, beside its interest: see `costOf`. */
  readonly cost: Planes;
}

/** What ink and ground may be found in: one artwork with two limits, or one each. */
export type Rooms = Readonly<Record<'ink' | 'ground', Room>>;

/** What of a luminance that has to be moved counts against a place, beside what is wrong with it afterwards. */
const movedShare = 0.5;
const unusableCost = 2;

/** An artwork (RGB, usually `roomPx` along its shorter side) as the region of a limit sees it. */
export function roomOf(picture: Planes, usable: Planes | undefined, keep: Limit): Room {
  return { picture, limit: keep, interest: interestOf(picture), cost: costOf(picture, usable, keep) };
}

interface Seen {
  /** RGB. */
  readonly look: Planes;
  /** One channel; absent where all may be used. */
  readonly usable?: Planes | undefined;
}

/** What both regions are found in, an artwork each or the same one. */
export function roomsOf(
  { ink, ground }: Readonly<Record<'ink' | 'ground', Seen>>,
  keep: Readonly<Record<'ink' | 'ground', Limit>>,
): Rooms {
  const inkRoom = roomOf(ink.look, ink.usable, keep.ink);
  if (ground.look !== ink.look)
    return { ink: inkRoom, ground: roomOf(ground.look, ground.usable, keep.ground) };
  const cost = costOf(ink.look, ink.usable, keep.ground);
  return { ink: inkRoom, ground: { ...inkRoom, limit: keep.ground, cost } };
}

/** Whether ink and ground are found in one artwork. */
export const areOne = ({ ink, ground }: Rooms): boolean => ink.picture === ground.picture;

/**
 * What each place of an artwork (RGB) costs the region of a limit, as one channel:
 *
 *   max(0, s·(Y′ − ℓ)) + ½ · |Y′ − Y|
 *
 * with Y its luminance, Y′ what is left of it when the whole artwork is toned, ℓ the limit and s = ±1 the wrong side.
 */
export function costOf(picture: Planes, usable: Planes | undefined, { side, limit }: Limit): Planes {
  const all = filled(picture, 1);
  const toned = (side === 'below' ? darkened : lightened)(picture, all, limit);
  const [before, after] = [grey(picture), grey(toned)];
  const sign = side === 'below' ? 1 : -1;
  const mask = usable ?? all;
  const data = after.data.slice();
  price(data, before.data, [mask.data, sign, limit]);
  return { ...after, data };
}

/** Costs in place of tones; a loop of arrays and numbers, see `base/masks`. */
function price(
  tones: Float32Array,
  before: Float32Array,
  [mask, sign, limit]: readonly [Float32Array, number, number],
): void {
  for (let at = 0; at < tones.length; at++) {
    const tone = tones[at]!;
    const beyond = Math.max(0, sign * (tone - limit));
    const moved = Math.abs(tone - before[at]!);
    tones[at] = beyond + movedShare * moved + unusableCost * (1 - mask[at]!);
  }
}
