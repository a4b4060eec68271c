import { luminanceWeights } from '../../base/colour.js';
import type { Pixels } from '../../base/pixels.js';
import { createNearest } from './nearest-colour.js';

/** Colours that differ less than this share a place: 32 steps of each sample. */
const cellBits = 5;
const cellCount = 1 << (3 * cellBits);
const refinements = 4;
/** Of frames before the last every so many pixels are looked at: a film has many times more of them than colours. */
const seldom = 3;

/** Colours of an animation, as those of its frames, each with the number of pixels that have it. */
interface Swatches {
  readonly count: number;
  /** Weight, red, green, blue of each. */
  readonly data: Float64Array;
}

interface Group {
  readonly members: Uint32Array;
  /** What is gained when it is split, about: its weighted variance along the widest axis. */
  readonly spread: number;
  readonly axis: number;
  readonly mean: number;
}

/**
 * One palette for all frames (three channels) of an animation: at most `colours` colours as red, green, blue, 0..255. The
 * colours are split where they vary most (Wan, Wong and Prusinkiewicz, 1988) and the groups' means then refined
 * (Lloyd). The last frame, which is seen longest, counts as much as all others together.
 */
export function findPalette(frames: readonly Pixels[], colours: number): Uint8Array {
  const swatches = gather(frames);
  const all = Uint32Array.from({ length: swatches.count }, (_, at) => at);
  const groups = [measure(swatches, all)];
  while (groups.length < colours) {
    const widest = groups.reduce((best, group, at) => (group.spread > groups[best]!.spread ? at : best), 0);
    const { spread, axis, mean, members } = groups[widest]!;
    if (spread <= 0) break;
    const below = members.filter((at) => swatches.data[4 * at + 1 + axis]! <= mean);
    const above = members.filter((at) => swatches.data[4 * at + 1 + axis]! > mean);
    groups.splice(widest, 1, measure(swatches, below), measure(swatches, above));
  }
  return refine(swatches, groups);
}

function gather(frames: readonly Pixels[]): Swatches {
  const cells = new Float64Array(4 * cellCount);
  for (const [frame, { data }] of frames.entries()) {
    const isLast = frame === frames.length - 1;
    const weight = isLast ? Math.max(1, frames.length - 1) : seldom;
    for (let at = 0; at < data.length; at += isLast ? 3 : 3 * seldom) {
      const red = data[at]!;
      const green = data[at + 1]!;
      const blue = data[at + 2]!;
      const cell = ((red >> 3) << (2 * cellBits)) | ((green >> 3) << cellBits) | (blue >> 3);
      cells[4 * cell]! += weight;
      cells[4 * cell + 1]! += weight * red;
      cells[4 * cell + 2]! += weight * green;
      cells[4 * cell + 3]! += weight * blue;
    }
  }
  let count = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    const weight = cells[4 * cell]!;
    if (weight === 0) continue;
    const sums = [cells[4 * cell + 1]!, cells[4 * cell + 2]!, cells[4 * cell + 3]!];
    cells[4 * count] = weight;
    for (const [axis, sum] of sums.entries()) cells[4 * count + 1 + axis] = sum / weight;
    count++;
  }
  return { count, data: cells.subarray(0, 4 * count) };
}

function measure({ data }: Swatches, members: Uint32Array): Group {
  let best = { spread: 0, axis: 0, mean: 0 };
  for (let axis = 0; axis < 3; axis++) {
    let [weight, sum, squares] = [0, 0, 0];
    for (const at of members) {
      const share = data[4 * at]!;
      const value = data[4 * at + 1 + axis]!;
      weight += share;
      sum += share * value;
      squares += share * value * value;
    }
    const mean = sum / weight;
    // Eyes tell light from dark better than one hue from another; a small, rare difference gains little.
    const spread = (squares - sum * mean) * Math.sqrt(luminanceWeights[axis]!);
    if (spread > best.spread && members.length > 1) best = { spread, axis, mean };
  }
  return { members, ...best };
}

function refine(swatches: Swatches, groups: readonly Group[]): Uint8Array {
  const { count, data } = swatches;
  const means = new Float64Array(3 * groups.length);
  const sums = new Float64Array(4 * groups.length);
  const collect = (at: number, group: number): void => {
    const weight = data[4 * at]!;
    sums[4 * group]! += weight;
    for (let axis = 0; axis < 3; axis++) sums[4 * group + 1 + axis]! += weight * data[4 * at + 1 + axis]!;
  };
  const settle = (): void => {
    for (let group = 0; group < groups.length; group++) {
      const weight = sums[4 * group]!;
      if (weight === 0) continue;
      for (let axis = 0; axis < 3; axis++) means[3 * group + axis] = sums[4 * group + 1 + axis]! / weight;
    }
    sums.fill(0);
  };
  for (const [group, { members }] of groups.entries()) for (const at of members) collect(at, group);
  settle();
  for (let round = 0; round < refinements; round++) {
    const nearest = createNearest(means);
    for (let at = 0; at < count; at++)
      collect(at, nearest(data[4 * at + 1]!, data[4 * at + 2]!, data[4 * at + 3]!));
    settle();
  }
  return Uint8Array.from(means, Math.round);
}
