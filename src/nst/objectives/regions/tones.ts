import type { Values } from '../../../backend/index.js';
import { filled } from '../../../base/masks.js';
import type { Planes } from '../../../base/pixels.js';
import { type ByRegion, port, type Region } from '../ports.js';
import { distanceInside } from './distance-inside.js';
import { halved } from './region-weights.js';

/** A luminance, 0..1, and on which side of it a region is to stay. */
export interface ToneLimit {
  readonly side: 'below' | 'above';
  readonly limit: number;
  /** The limit at the outline, from where it goes over into the other one; absent where it is the same everywhere. */
  readonly rim?: number | undefined;
}

/** How deep every place lies within a region, that is how far from its outline, in places; 0 outside. */
type Depths = ByRegion<Float32Array>;

export function depthsWithin(masks: ByRegion<Planes>): Depths {
  return Object.fromEntries(
    Object.entries(masks).map(([region, mask]) => [region, distanceInside(mask)]),
  ) as Depths;
}

/**
 * How much each place counts that the outline is to hold, 0..1: min(1, (d / t)²), d its distance to the outline, t the distance up
 * to which the texture may leave it (a distance-transform term as in Atarsaikhan et al. 2018). t is no more than two
 * thirds of the deepest place of a region: a thin stroke has a core too. Places of no region count in full.
 */
export function heldPlaces(masks: ByRegion<Planes>, depths: Depths, fitPx: number): Planes {
  const regions = Object.entries(masks);
  const data = new Float32Array(regions[0]![1].data.length).fill(1);
  for (const [region, mask] of regions) {
    takeWithin(mask.data, holdByDepth(depths[region]!, fitPx), data);
  }
  return { ...regions[0]![1], data };
}

// Loops keep to arrays and numbers, see `base/masks`.

function takeWithin(mask: Float32Array, values: Float32Array, into: Float32Array): void {
  for (let at = 0; at < into.length; at++) if (mask[at]! > 0.5) into[at] = values[at]!;
}

function holdByDepth(depth: Float32Array, fitPx: number): Float32Array {
  let deepest = 0;
  for (let at = 0; at < depth.length; at++)
    if (depth[at] !== Number.POSITIVE_INFINITY) deepest = Math.max(deepest, depth[at]!);
  const full = Math.max(1, Math.min(fitPx, (2 / 3) * deepest));
  const held = new Float32Array(depth.length);
  for (let at = 0; at < held.length; at++) held[at] = Math.min(1, (depth[at]! / full) ** 2);
  return held;
}

/** 1 at the outline, nothing from `rimPx` on. */
function nearOutline(depth: Float32Array, rimPx: number): Float32Array {
  const near = new Float32Array(depth.length);
  for (let at = 0; at < near.length; at++)
    near[at] = depth[at]! > 0 ? Math.max(0, 1 - depth[at]! / rimPx) : 0;
  return near;
}

interface ToneOptions {
  readonly limits: Readonly<Partial<Record<Region, ToneLimit | undefined>>>;
  /** Distance from the outline from which on a place counts in full. */
  readonly fitPx: number;
  /** Distance from the outline up to which the limits at the outline have a say. */
  readonly rimPx: number;
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
  readonly weight: number;
  /** How much each region counts; absent where all count the same. */
  readonly shares?: Readonly<Record<Region, number>> | undefined;
}

/**
 * What binds the tone term of the objective. Places count as in `heldPlaces`. A place of several regions keeps to the side of the one
 * that it counts most for.
 */
export function toneFeeds(
  masks: ByRegion<Planes>,
  depths: Depths,
  { limits, fitPx, rimPx, halvings, weight, shares }: ToneOptions,
): Values {
  const regions = Object.entries(masks);
  const places = halved(filled(regions[0]![1], 0), halvings).data.length;
  const most = new Float32Array(places);
  const sign = new Float32Array(places);
  const limit = new Float32Array(places);
  for (const [region, mask] of regions) {
    const chosen = limits[region];
    if (chosen === undefined) continue;
    // A place that the outline crosses is of both regions and has no side to keep to.
    const depth = depths[region]!;
    const data = holdByDepth(depth, Math.max(fitPx, 2 ** halvings));
    const counted = halved({ ...mask, data }, halvings).data;
    const nearness = halved({ ...mask, data: nearOutline(depth, rimPx) }, halvings).data;
    const sum = counted.reduce((total, each) => total + each, 0);
    if (sum === 0) continue;
    const share = shares?.[region] ?? 1 / regions.length;
    for (let at = 0; at < places; at++) {
      const counts = Math.fround((counted[at]! * share) / sum);
      if (counts <= most[at]!) continue;
      most[at] = counts;
      sign[at] = chosen.side === 'below' ? 1 : -1;
      limit[at] = chosen.limit + nearness[at]! * ((chosen.rim ?? chosen.limit) - chosen.limit);
    }
  }
  return {
    [port.toneSign]: sign,
    [port.toneLimit]: limit,
    [port.toneRoot]: most.map(Math.sqrt),
    [port.toneFactor]: Float32Array.of(weight),
  };
}
