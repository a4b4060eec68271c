import { grey, inverted } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { cutWindow } from './cutting.js';
import { explainedByTones, type ToneMoments, toneMomentsOf } from './moments.js';
import { lifted, orientations } from './orientation.js';
import { atLetterScale, resampled } from './resample.js';
import type { Room } from './room.js';
import { scaleCost, tonedWhole } from './weighing.js';

type OfBoth<Value> = Readonly<Record<'ink' | 'ground', Value>>;

/** Places across a letter when all shifts are tried, and when pairs are weighed. */
const coarse = 12;
const fine = 48;
/** So many places of each region are weighed against each other, and of one look none is nearer to another than this, in coarse places. */
const count = 6;
const apart = 2;

/** An artwork at one scale: what places cost, and its luminance with the tones moved all over, for either region. */
interface Scale {
  readonly sideRatio: number;
  readonly cost: OfBoth<Planes>;
  readonly toned: OfBoth<Planes>;
}

/** An artwork made ready for many letters. */
export function estimableArtwork(
  rooms: OfBoth<Room>,
  {
    interest,
    sides,
  }: {
    readonly interest: number;
    readonly sides: readonly { readonly sideRatio: number; readonly cost: number }[];
  },
): Scale[] {
  const toned = { ink: grey(tonedWhole(rooms.ink)), ground: grey(tonedWhole(rooms.ground)) };
  return sides.map(({ sideRatio, cost }) => {
    const costs = (room: Room): Planes => {
      const data = room.cost.data.map((value, at) => value + cost - interest * room.interest.data[at]!);
      return atLetterScale({ ...room.cost, data }, sideRatio, coarse);
    };
    return {
      sideRatio,
      cost: { ink: costs(rooms.ink), ground: costs(rooms.ground) },
      toned: {
        ink: atLetterScale(toned.ink, sideRatio, fine),
        ground: atLetterScale(toned.ground, sideRatio, fine),
      },
    };
  });
}

/** A letter as it lies in an artwork in all eight orientations, made ready for many artworks. */
interface LetterViews {
  readonly coarse: readonly Planes[];
  readonly fine: OfBoth<readonly Planes[]>;
}

/** Of a mask: one channel, square, 1 inside. */
export function estimableLetter(mask: Planes): LetterViews {
  const views = (letter: Planes): Planes[] => orientations.map((each) => lifted(letter, each));
  const at = (places: number): Planes => resampled(mask, { width: places, height: places });
  return {
    coarse: views(at(coarse)),
    fine: { ink: views(at(fine)), ground: views(inverted(at(fine))) },
  };
}

/** A place that a region may be taken from: scale and orientation by their numbers, corner in coarse places. */
interface Spot {
  readonly scale: number;
  readonly orientation: number;
  readonly x: number;
  readonly y: number;
  readonly cost: number;
}

/**
 * About how much it is worth to find a letter in an artwork, 0..1: the legibility of its guide as R², less what its places cost (`pairOf`, but
 * of the whole letter alone). It is what `searchPlaces` does, from fewer candidates, more coarsely, with the tones moved all over the artwork instead of piece by piece, and nothing moved about afterwards. With `shadow`
 * ink and ground are one placement.
 */
export function estimatedWorth(
  artwork: readonly Scale[],
  letter: LetterViews,
  { shadow = false }: { readonly shadow?: boolean } = {},
): number {
  const inks: Spot[] = [];
  const grounds: Spot[] = [];
  for (const [number, scale] of artwork.entries()) {
    for (const [orientation, shape] of letter.coarse.entries())
      addSpots({ inks, grounds, shadow }, { scale, number, orientation, shape });
  }
  const weigh = (region: 'ink' | 'ground') => (spot: Spot) => ({
    spot,
    moments: momentsAt(artwork[spot.scale]!.toned[region], letter.fine[region][spot.orientation]!, spot),
  });
  const [ink, ground] = [inks.map(weigh('ink')), (shadow ? inks : grounds).map(weigh('ground'))];
  let best = 0;
  for (const one of ink) {
    for (const other of ground) {
      if (shadow && other.spot !== one.spot) continue;
      const r2 = explainedByTones(one.moments, other.moments);
      const worth =
        r2 -
        one.spot.cost -
        other.spot.cost -
        scaleCost(artwork[one.spot.scale]!, artwork[other.spot.scale]!);
      best = Math.max(best, Math.min(1, worth));
    }
  }
  return best;
}

/** Every shift of one look that is among the cheapest so far. */
function addSpots(
  { inks, grounds, shadow }: { readonly inks: Spot[]; readonly grounds: Spot[]; readonly shadow: boolean },
  look: {
    readonly scale: Scale;
    readonly number: number;
    readonly orientation: number;
    readonly shape: Planes;
  },
): void {
  const { scale, number, orientation, shape } = look;
  const { width, height } = scale.cost.ink;
  const [ink, ground] = [scale.cost.ink.data, scale.cost.ground.data];
  const mask = shape.data;
  const area = mask.reduce((sum, value) => sum + value, 0);
  for (let y = 0; y <= height - coarse; y++) {
    for (let x = 0; x <= width - coarse; x++) {
      let inside = 0;
      let around = 0;
      for (let row = 0; row < coarse; row++) {
        const from = (y + row) * width + x;
        for (let column = 0; column < coarse; column++) {
          const share = mask[row * coarse + column]!;
          inside += share * ink[from + column]!;
          around += (1 - share) * ground[from + column]!;
        }
      }
      const inkCost = inside / Math.max(1, area);
      const groundCost = around / Math.max(1, coarse ** 2 - area);
      const cost = shadow ? (inkCost + groundCost) / 2 : inkCost;
      // Most are too dear, and no object is made of them.
      if (cost < dearest(inks)) keepCheapest(inks, { scale: number, orientation, x, y, cost });
      if (!shadow && groundCost < dearest(grounds))
        keepCheapest(grounds, { scale: number, orientation, x, y, cost: groundCost });
    }
  }
}

/** What a spot has to be cheaper than to be kept. */
function dearest(spots: readonly Spot[]): number {
  return spots.length < count ? Number.POSITIVE_INFINITY : spots[count - 1]!.cost;
}

/** Adds a spot to the cheapest ones, cheapest first, unless it is near a cheaper one of its look. */
function keepCheapest(spots: Spot[], spot: Spot): void {
  const near = spots.findIndex(
    ({ scale, orientation, x, y }) =>
      scale === spot.scale && orientation === spot.orientation && Math.hypot(x - spot.x, y - spot.y) <= apart,
  );
  if (near >= 0 && spots[near]!.cost <= spot.cost) return;
  if (near >= 0) spots.splice(near, 1);
  const place = spots.findIndex(({ cost }) => cost > spot.cost);
  spots.splice(place < 0 ? spots.length : place, 0, spot);
  if (spots.length > count) spots.pop();
}

/** Of the part of a picture (one channel) that a region covers at a spot. */
function momentsAt(picture: Planes, weights: Planes, { x, y }: Spot): ToneMoments {
  const left = Math.min(picture.width - fine, (x * fine) / coarse);
  const top = Math.min(picture.height - fine, (y * fine) / coarse);
  return toneMomentsOf(cutWindow(picture, { left, top, width: fine, height: fine }), weights);
}
