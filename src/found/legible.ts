import type { Planes } from '../base/pixels.js';
import { explained, explainedByLuminance, luminanceStep, type Moments } from './moments.js';
import { type Found, isThrough, type Limit, type Places, type Ranked } from './place.js';
import type { Rooms } from './room.js';
import { type Pair, pairOf, type Weighed, weighCandidate, weighingOf } from './weighing.js';

/** What a letter's places are worth that were not searched. */
export function rankOf(rooms: Rooms, mask: Planes, places: Places): Ranked {
  const { ink, ground, worth } = pairAt(rooms, mask, places)(rooms.ink.limit, rooms.ground.limit);
  return { ...places, r2: explained(ink.whole, ground.whole), worth };
}

/** The least and the most contrast that a letter gets, 0..1. */
const range = { least: 0.1, most: 0.95 };
const halvings = 6;
/** A letter whose luminance is on the average nearer to that of its ground looks dim, however even both are. */
const leastStep = 0.38;

/**
 * The least contrast, to a hundredth, at which a letter that is laid from places is as legible as `wanted`, 0..1: R² of its bare guide's
 * luminance with the letter (`explainedByLuminance`), 48 places across, which is about how it is read; and at which it stands out by 0.38 of luminance. Both
 * rise with contrast: the range is halved until it is known.
 */
export function heldLegible(
  places: Places,
  { rooms, mask }: { readonly rooms: Rooms; readonly mask: Planes },
  {
    limitsAt,
    wanted,
  }: {
    readonly limitsAt: (contrast: number) => Readonly<Record<'ink' | 'ground', Limit>>;
    readonly wanted: number;
  },
): Found {
  const weigh = pairAt(rooms, mask, places);
  let { least, most } = range;
  let r2 = 0;
  for (let halving = 0; halving < halvings; halving++) {
    const contrast = (least + most) / 2;
    const { ink, ground } = limitsAt(contrast);
    const pair = weigh(ink, ground);
    r2 = explained(pair.ink.whole, pair.ground.whole);
    if (stands(pair.ink.whole, pair.ground.whole, wanted)) most = contrast;
    else least = contrast;
  }
  return { ink: places.ink, ground: places.ground, r2, contrast: Math.round(100 * most) / 100 };
}

const stands = (ink: Moments, ground: Moments, wanted: number): boolean =>
  explainedByLuminance(ink, ground) >= wanted && Math.abs(luminanceStep(ink, ground)) >= leastStep;

/** Both regions at their places, as they are with their tones kept to limits. */
function pairAt(rooms: Rooms, mask: Planes, places: Places): (ink: Limit, ground: Limit) => Pair {
  const { letter: _, ...weighing } = weighingOf(rooms, mask);
  const through = isThrough(places);
  return (ink, ground) => {
    const kept = { ink: { ...rooms.ink, limit: ink }, ground: { ...rooms.ground, limit: ground } };
    const weigh = (region: 'ink' | 'ground'): Weighed =>
      weighCandidate({ place: places[region], cost: 0 }, { region, ...weighing, rooms: kept });
    return pairOf(weigh('ink'), weigh('ground'), through);
  };
}
