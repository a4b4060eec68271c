import type { Planes, Rectangle } from '../../base/pixels.js';
import { lifted, type Orientation, orientations } from '../orientation.js';
import { resampled } from '../resample.js';
import { windowSize } from './patch.js';

/** An artwork that blocks are taken from: RGB as it would be seen, and one channel of what each place costs; both of one size. */
export interface Store {
  readonly picture: Planes;
  readonly cost: Planes;
}

/** A block that is wanted; all pictures of its size. */
export interface Wanted {
  /** How much each place counts for the tones, 0..1. */
  readonly region: Planes;
  /** What lies there already (RGB), and how much it counts that the block agrees with it. */
  readonly before: Planes;
  readonly agree: Planes;
}

export interface Block extends Orientation {
  readonly x: number;
  readonly y: number;
  readonly cost: number;
}

/** What a squared difference of colours (RGB) in the overlap costs, in units of luminance. */
const agreementWeight = 3;
/** How much coarser all shifts are looked at first, and how many of the best are looked at again. */
export const coarseness = 2;
const lookedAt = 10;

/**
 * The cheapest block of an artwork: of all shifts in all eight orientations the one with the least
 *
 *   Σ region · cost / Σ region + 3 · Σ agree · ‖before − block‖² / Σ agree + extra(part)
 *
 * (Efros and Freeman 2001, section 2, with the costs of the tones and of what `extra` says of a part). At half the resolution first, then the best
 * of those place by place. The cheapest first; none where the artwork is smaller than the block.
 */
export function cheapestBlocks(
  store: { readonly fine: Store; readonly coarse: Store },
  wanted: Wanted,
  extra: (part: Rectangle) => number,
): Block[] {
  const { region, before, agree } = wanted;
  const half = (size: number): number => Math.max(1, Math.floor(size / coarseness));
  const size = { width: half(region.width), height: half(region.height) };
  const [smallRegion, smallBefore, smallAgree] = [region, before, agree].map((each) => resampled(each, size));
  const small: Wanted = { region: smallRegion!, before: smallBefore!, agree: smallAgree! };
  const best: Block[] = [];
  for (const orientation of orientations) {
    const size = windowSize(region, orientation);
    const [lastX, lastY] = [store.fine.cost.width - size.width, store.fine.cost.height - size.height];
    if (lastX < 0 || lastY < 0) continue;
    const { columns, rows, at } = shiftsIn(store.coarse, small, orientation);
    const costs = new Float32Array(columns * rows);
    for (let index = 0; index < costs.length; index++) {
      const [x, y] = [index % columns, Math.floor(index / columns)];
      const ofPart = extra({
        left: Math.min(lastX, coarseness * x),
        top: Math.min(lastY, coarseness * y),
        ...size,
      });
      costs[index] = ofPart + at(x, y, worstOf(best) - ofPart);
    }
    for (const index of leastOf(costs, columns)) {
      const [x, y] = [
        Math.min(lastX, coarseness * (index % columns)),
        Math.min(lastY, coarseness * Math.floor(index / columns)),
      ];
      keep(best, { ...orientation, x, y, cost: costs[index]! });
    }
  }
  return best
    .map((block) => refined(block, { store: store.fine, wanted, extra }))
    .sort((one, other) => one.cost - other.cost);
}

/** What a block must cost less than to be kept. */
const worstOf = (best: readonly Block[]): number =>
  best.length < lookedAt ? Number.POSITIVE_INFINITY : best.at(-1)!.cost;

/** Where a picture of costs has a value that none of its neighbours is below. */
function leastOf(costs: Float32Array, width: number): number[] {
  const least: number[] = [];
  const height = costs.length / width;
  for (let at = 0; at < costs.length; at++) {
    const [row, column] = [Math.floor(at / width), at % width];
    let isLeast = costs[at]! < Number.POSITIVE_INFINITY;
    for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++)
        isLeast &&= costs[y * width + x]! >= costs[at]!;
    if (isLeast) least.push(at);
  }
  return least;
}

/** Keeps the cheapest blocks, in order. */
function keep(best: Block[], block: Block): void {
  if (block.cost >= worstOf(best)) return;
  let at = best.length;
  while (at > 0 && best[at - 1]!.cost > block.cost) at--;
  best.splice(at, 0, block);
  if (best.length > lookedAt) best.pop();
}

interface Refining {
  readonly store: Store;
  readonly wanted: Wanted;
  readonly extra: (part: Rectangle) => number;
}

/** The cheapest block among those that lie a place away at most. */
function refined(block: Block, { store, wanted, extra }: Refining): Block {
  const { quarterTurns, mirrored } = block;
  const size = windowSize(wanted.region, block);
  const { columns, rows, at } = shiftsIn(store, wanted, block);
  let best = { ...block, cost: Number.POSITIVE_INFINITY };
  for (const y of [block.y - 1, block.y, block.y + 1]) {
    for (const x of [block.x - 1, block.x, block.x + 1]) {
      if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
      const ofPart = extra({ left: x, top: y, ...size });
      const cost = ofPart + at(x, y, best.cost - ofPart);
      if (cost < best.cost) best = { quarterTurns, mirrored, x, y, cost };
    }
  }
  return best;
}

/** All shifts in one orientation. */
interface Shifts {
  readonly columns: number;
  readonly rows: number;
  /** What a shift costs; infinity where that is `most` at least. */
  at(x: number, y: number, most: number): number;
}

function shiftsIn(
  { picture, cost }: Store,
  { region, before, agree }: Wanted,
  orientation: Orientation,
): Shifts {
  const { width, height, data: costs } = cost;
  const area = width * height;
  const colours = picture.data;
  const tone = entriesOf(lifted(region, orientation), width);
  const lifts = lifted(agree, orientation);
  const known = entriesOf(lifts, width);
  const wanted = lifted(before, orientation);
  const size = wanted.width * wanted.height;
  const [red, green, blue] = [0, size, 2 * size].map((plane) =>
    Float32Array.from(known.places, (place) => wanted.data[plane + place]!),
  ) as [Float32Array, Float32Array, Float32Array];
  const toneShare = 1 / Math.max(1e-6, tone.total);
  const agreeShare = agreementWeight / Math.max(1e-6, known.total);
  return {
    columns: width - wanted.width + 1,
    rows: height - wanted.height + 1,
    at: (x, y, most) => {
      const first = y * width + x;
      const { steps, weights } = tone;
      let sum = 0;
      for (let each = 0; each < steps.length; each++) sum += weights[each]! * costs[first + steps[each]!]!;
      const ofTones = sum * toneShare;
      if (ofTones >= most) return Number.POSITIVE_INFINITY;
      let away = 0;
      const enough = (most - ofTones) / agreeShare;
      for (let each = 0; each < known.steps.length && away < enough; each++) {
        const place = first + known.steps[each]!;
        const r = red[each]! - colours[place]!;
        const g = green[each]! - colours[area + place]!;
        const b = blue[each]! - colours[2 * area + place]!;
        away += known.weights[each]! * (r * r + g * g + b * b);
      }
      const total = ofTones + agreeShare * away;
      return total < most ? total : Number.POSITIVE_INFINITY;
    },
  };
}

/** The places of a mask that count: where they are, in it and in steps from its first place in a picture of a width. */
function entriesOf({ width, data }: Planes, stride: number) {
  const places: number[] = [];
  let total = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at]! <= 1e-3) continue;
    places.push(at);
    total += data[at]!;
  }
  const steps = Int32Array.from(places, (at) => Math.floor(at / width) * stride + (at % width));
  const weights = Float32Array.from(places, (at) => data[at]!);
  return { places, steps, weights, total };
}
