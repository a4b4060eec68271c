import { blur } from '../artwork/index.js';
import { grey } from '../base/masks.js';
import { nearestMarked } from '../base/nearest.js';
import type { Planes, Size } from '../base/pixels.js';
import { emptyGraph, type FlowGraph, joinNodes, minimumCut } from './max-flow.js';
import { resampled } from './resample.js';

/** Places across the letter's square where the seam is sought: as many for every size of a letter. */
export const seamPlaces = 160;

/** What a place of the band costs whose tone is that of the other region, beside a step of the seam. */
const toneWeight = 1.2;
/** What it costs a place to be of another region than the letter says, at the outline and, beside that, at the band's edge. */
const stay = { outline: 0.15, edge: 0.3 };
/** What the seam's length costs where nothing leads it, and what an edge of the artwork takes off. */
const edgeGain = 20;
/** Softness of the seam, in places. */
const softnessPlaces = 0.8;

/** Where the outline runs that was found for a letter; `seamPlaces` square, one channel each. */
export interface Seam {
  /** 1 inside of it. */
  readonly mask: Planes;
  /** 1 near places where it is another than the letter's own. */
  readonly moved: Planes;
}

/**
 * The letter's mask with its outline moved to the artwork's own lines: of all outlines within `bandRatio` (of the side) of the letter's the
 * one along which the least is cut, by minimum cut (Kwatra et al. 2003, section 3.1, with unary costs as in Boykov and Jolly 2001):
 *
 *   Σ_places (1.2·wrong(p) + moved(p)) + Σ_neighbours across the seam 1 / (1 + 20·(step of the ink's luminance + step of the ground's))
 *
 * wrong(p) is how far the luminance of the picture shown at p is beyond the middle between the regions, as a share of their distance; moved(p) is
 * 0.15 at the outline and 0.45 at the band's edge for a place that changes sides.
 * `ink` and `ground` are RGB pictures and `mask` one channel, all of `seamPlaces` square; beyond the band the mask stays as it is.
 */
export function seamOf(
  { ink, ground }: { readonly ink: Planes; readonly ground: Planes },
  mask: Planes,
  { bandRatio, inkBelow }: { readonly bandRatio: number; readonly inkBelow: boolean },
): Seam {
  const { width, height } = mask;
  const depth = bandOf(mask, bandRatio * width);
  const tones: Tones = [grey(ink).data, grey(ground).data];
  const nodes = nodesOf(depth, mask.data);
  const area = width * height;
  const graph = emptyGraph(area + 2, 4 * area);
  const means = meanTones(tones, mask.data);
  joinToEnds(graph, [depth, mask.data, ...tones], Float64Array.of(...means, inkBelow ? 1 : -1));
  joinNeighbours(graph, [nodes, ...tones], width);
  const cut = minimumCut(graph, area, area + 1);
  const plane = (data: Float32Array): Planes => ({ width, height, channels: 1, data });
  const data = sidesOf(nodes, cut);
  const moved = differences(data, mask.data);
  return { mask: plane(data), moved: widened(plane(moved)) };
}

/** The luminances of both pictures: ink, ground. Loops keep to arrays and numbers, see `base/masks`. */
type Tones = readonly [ink: Float32Array, ground: Float32Array];

/** The node of each place: beyond the band it is settled which side a place is on, that of the source (the ink) or that of the sink. */
function nodesOf(depth: Float32Array, mask: Float32Array): Int32Array {
  const area = depth.length;
  const nodes = new Int32Array(area);
  for (let at = 0; at < area; at++)
    nodes[at] = depth[at] !== outside ? at : mask[at]! > 0.5 ? area : area + 1;
  return nodes;
}

/** What it costs each place of the band to be of a region. */
function joinToEnds(
  graph: FlowGraph,
  [depth, mask, ink, ground]: readonly [depth: Float32Array, mask: Float32Array, ...Tones],
  numbers: Float64Array,
): void {
  const [source, sink] = [depth.length, depth.length + 1];
  const inkTone = numbers[0]!;
  const groundTone = numbers[1]!;
  const sign = numbers[2]!;
  const middle = (inkTone + groundTone) / 2;
  const unary = toneWeight / Math.max(0.05, Math.abs(inkTone - groundTone));
  for (let at = 0; at < depth.length; at++) {
    if (depth[at] === outside) continue;
    // Cutting the source's edge leaves the place to the ground, and the sink's to the ink.
    const asInk = Math.max(0, sign * (ink[at]! - middle));
    const asGround = Math.max(0, sign * (middle - ground[at]!));
    const isInk = mask[at]! > 0.5;
    const kept = stay.outline + stay.edge * depth[at]!;
    joinNodes(graph, [source, at], [unary * asGround + (isInk ? kept : 0), 0]);
    joinNodes(graph, [at, sink], [unary * asInk + (isInk ? 0 : kept), 0]);
  }
}

/** What it costs the seam to run between neighbours. */
function joinNeighbours(
  graph: FlowGraph,
  [nodes, ink, ground]: readonly [nodes: Int32Array, ...Tones],
  width: number,
): void {
  const area = nodes.length;
  for (let at = 0; at < area; at++) {
    for (let way = 0; way < 2; way++) {
      const next = way === 0 ? at + 1 : at + width;
      if (way === 0 ? at % width === width - 1 : next >= area) continue;
      if (nodes[at]! >= area && nodes[next]! >= area) continue;
      const line = Math.abs(ink[at]! - ink[next]!) + Math.abs(ground[at]! - ground[next]!);
      const cost = 1 / (1 + edgeGain * line);
      joinNodes(graph, [nodes[at]!, nodes[next]!], [cost, cost]);
    }
  }
}

/** On which side of a cut each node is. */
function sidesOf(nodes: Int32Array, cut: Uint8Array): Float32Array {
  const sides = new Float32Array(nodes.length);
  for (let at = 0; at < sides.length; at++) sides[at] = cut[nodes[at]!]!;
  return sides;
}

/** 1 where two masks lie on different sides of a half. */
function differences(one: Float32Array, other: Float32Array): Float32Array {
  const result = new Float32Array(one.length);
  for (let at = 0; at < result.length; at++) result[at] = one[at]! > 0.5 === other[at]! > 0.5 ? 0 : 1;
  return result;
}

/** With the places around each. */
function widened({ width, height, data }: Planes): Planes {
  const result = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    const row = Math.floor(at / width);
    const column = at % width;
    for (let y = Math.max(0, row - 2); y <= Math.min(height - 1, row + 2); y++)
      for (let x = Math.max(0, column - 2); x <= Math.min(width - 1, column + 2); x++)
        result[y * width + x] = 1;
  }
  return { width, height, channels: 1, data: result };
}

/** Beyond the band. */
const outside = 2;

/** How far each place is from the other side of the outline, as a share of the band's reach (in places), 0..1; `outside` beyond it. */
function bandOf({ width, height, data }: Planes, reach: number): Float32Array {
  const toInk = nearestMarked(marksOf(data, 1), width, height).distance;
  const toGround = nearestMarked(marksOf(data, 0), width, height).distance;
  return bandShares(toInk, toGround, reach);
}

/** Marks the places inside of a mask (1), or those around it (0). */
function marksOf(mask: Float32Array, side: number): Float32Array {
  const marks = new Float32Array(mask.length);
  for (let at = 0; at < marks.length; at++) marks[at] = (mask[at]! > 0.5 ? 1 : 0) === side ? 1 : 0;
  return marks;
}

function bandShares(toInk: Float32Array, toGround: Float32Array, reach: number): Float32Array {
  const shares = new Float32Array(toInk.length);
  for (let at = 0; at < shares.length; at++) {
    const share = Math.max(toInk[at]!, toGround[at]!) / reach;
    shares[at] = share <= 1 ? share : outside;
  }
  return shares;
}

function meanTones([ink, ground]: Tones, mask: Float32Array): [number, number] {
  let inside = 0;
  let around = 0;
  let area = 0;
  for (let at = 0; at < mask.length; at++) {
    inside += mask[at]! * ink[at]!;
    around += (1 - mask[at]!) * ground[at]!;
    area += mask[at]!;
  }
  return [inside / Math.max(1, area), around / Math.max(1, mask.length - area)];
}

/**
 * The letter (`ink`, one channel, as large as a canvas in whose middle its square lies) with its outline on a seam: smooth along its way and
 * sharp across it, and the letter's own wherever the seam keeps to it.
 */
export function inkAlong(seam: Seam, ink: Planes, box: Size): Planes {
  const { width, height } = ink;
  const size = { width: Math.round(box.width), height: Math.round(box.height) };
  const [smooth, near] = [
    resampled(blur(seam.mask, softnessPlaces), size),
    resampled(blur(seam.moved, softnessPlaces), size),
  ];
  // The blurred edge runs from 0 to 1 over some places; a pixel or two are left of it.
  const slope = Math.max(1, (box.width / seamPlaces) * 2.2);
  const [left, top] = [Math.floor((width - size.width) / 2), Math.floor((height - size.height) / 2)];
  const data = ink.data.slice();
  for (let row = 0; row < height; row++) {
    const first = Math.min(size.height - 1, Math.max(0, row - top)) * size.width;
    const lines = [smooth, near].map((each) => each.data.subarray(first, first + size.width));
    sharpen(data.subarray(row * width, (row + 1) * width), lines, Float64Array.of(left, slope));
  }
  return { ...ink, data };
}

/** One line of `inkAlong`. */
function sharpen(line: Float32Array, lines: readonly Float32Array[], numbers: Float64Array): void {
  const smooth = lines[0]!;
  const near = lines[1]!;
  const left = numbers[0]!;
  const slope = numbers[1]!;
  const last = smooth.length - 1;
  for (let at = 0; at < line.length; at++) {
    const place = Math.min(last, Math.max(0, at - left));
    const value = Math.min(1, Math.max(0, 0.5 + slope * (smooth[place]! - 0.5)));
    const share = Math.min(1, 3 * near[place]!);
    line[at] = share * value + (1 - share) * line[at]!;
  }
}
