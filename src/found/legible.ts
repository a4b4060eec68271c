import { grey, over } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { explained, explainedByTone, momentsOf } from './moments.js';
import { type Found, isThrough, type Limit, type Places, type Ranked } from './place.js';
import type { Wanted } from './reading.js';
import { resampled } from './resample.js';
import { explainedBy, once, pairOf, pieceAt, toningAt, type Weighing, weighCandidate } from './weighing.js';

/** What a letter's places are worth that were not searched. */
export function rankOf(places: Places, weighing: Weighing): Ranked {
  const weigh = (region: 'ink' | 'ground') =>
    weighCandidate({ place: places[region], cost: 0 }, region, weighing);
  const pair = pairOf(weigh('ink'), weigh('ground'), isThrough(places));
  return { ...places, r2: explainedBy(pair, weighing), worth: pair.worth };
}

/** A letter's bare guide at a contrast: RGB, 48 places square, and the share of the letter's variance that its colours explain, 0..1. */
interface Bare extends Pick<Found, 'r2'> {
  readonly guide: Planes;
}

/** The bare guides of places at any contrast, 0..1; each is made once. */
export function bareGuides(
  places: Places,
  weighing: Weighing,
  limitsAt: (contrast: number) => Readonly<Record<'ink' | 'ground', Limit>>,
): (contrast: number) => Bare {
  return once((contrast) => {
    const limits = limitsAt(contrast);
    const piece = (region: 'ink' | 'ground'): Planes => {
      const toning = toningAt(places[region], { region, keep: limits[region] }, weighing);
      return pieceAt(places[region], { region, toning }, weighing);
    };
    const [inside, around] = [piece('ink'), piece('ground')];
    const { ink, ground } = weighing.weights;
    return {
      guide: over(inside, around, weighing.letter),
      r2: explained(momentsOf(inside, ink), momentsOf(around, ground)),
    };
  });
}

/** The least and the most contrast that a letter gets, in hundredths. */
const range = { least: 10, most: 85 };
/**
 * Places across a letter at which it is looked at, and what may be left unexplained there, of that at the second one: how it is read is decided at 24
 * places; near by a fine pattern must not hide it, and from afar no other form may be as strong.
 */
const farPlaces = 8;
const looks = [
  { places: 48, share: 1.6 },
  { places: 24, share: 1 },
  { places: farPlaces, share: 0.45 },
] as const;

/**
 * The least contrast, in hundredths of 0..1, at which a letter (one channel, 48 places square) is as legible as `wanted`, 0..1: R² of its bare guide's
 * luminance with it (`explainedByTone`) at 24 places across, and at 48 and 8 places as `looks` says. It rises with contrast, so the range is
 * halved until it is known. `far` is by how much more may be left unexplained at the 8 places.
 */
export function legibleContrast(
  bare: (contrast: number) => Bare,
  letter: Planes,
  { legible: wanted, far }: Wanted,
): number {
  const letters = looks.map(({ places }) => shrunk(letter, places));
  const isLegible = ({ guide }: Bare): boolean => {
    const tones = grey(guide);
    return looks.every(({ places, share }, at) => {
      const left = 1 - explainedByTone(shrunk(tones, places), letters[at]!);
      return left <= (places === farPlaces ? far : 1) * share * (1 - wanted);
    });
  };
  let { least, most } = range;
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (isLegible(bare(middle / 100))) most = middle;
    else least = middle;
  }
  return most / 100;
}

const shrunk = (picture: Planes, places: number): Planes =>
  resampled(picture, { width: places, height: places });
