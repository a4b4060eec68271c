import type { Values } from '../backend/index.js';
import { filled } from '../compositing.js';
import type { Planes } from '../pixels.js';
import { distanceInside } from './distance.js';
import { port, type Region, regions } from './objective.js';
import { halved } from './regions.js';

/** A luminance, 0..1, and on which side of it a region is to stay. */
export interface ToneLimit {
  readonly side: 'below' | 'above';
  readonly limit: number;
  /** The limit at the outline, from where it goes over into the other one; absent where it is the same everywhere. */
  readonly rim?: number | undefined;
}

/**
 * How much each place counts that the outline is to hold, 0..1: min(1, (d / t)²), d its distance to the outline, t the distance up
 * to which the texture may leave it (a distance-transform term as in Atarsaikhan et al. 2018). t is no more than two
 * thirds of the deepest place of a region: a thin stroke has a core too. Places of no region count in full.
 */
export function heldPlaces(masks: Readonly<Record<Region, Planes>>, fitPx: number): Planes {
  const [ink, ground] = [holdByDepth(masks.ink, fitPx), holdByDepth(masks.ground, fitPx)];
  const data = ink.map((held, at) =>
    masks.ink.data[at]! > 0.5 ? held : masks.ground.data[at]! > 0.5 ? ground[at]! : 1,
  );
  return { ...masks.ink, data };
}

function holdByDepth(mask: Planes, fitPx: number): Float32Array {
  const depth = distanceInside(mask);
  const deepest = depth.reduce((most, each) => (Number.isFinite(each) ? Math.max(most, each) : most), 0);
  const full = Math.max(1, Math.min(fitPx, (2 / 3) * deepest));
  return depth.map((each) => Math.min(1, (each / full) ** 2));
}

export interface ToneOptions {
  /** Distance from the outline from which on a place counts in full. */
  readonly fitPx: number;
  /** Distance from the outline up to which the limits at the outline have a say. */
  readonly rimPx: number;
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
  readonly weight: number;
}

/**
 * What binds the tone term of the objective. Places count as in `heldPlaces`, and both regions the same.
 */
export function toneFeeds(
  masks: Readonly<Record<Region, Planes>>,
  limits: Readonly<Partial<Record<Region, ToneLimit | undefined>>>,
  { fitPx, rimPx, halvings, weight }: ToneOptions,
): Values {
  const nearness = regions.map((region) => {
    const depth = distanceInside(masks[region]);
    const data = depth.map((each) => (each > 0 ? Math.max(0, 1 - each / rimPx) : 0));
    return halved({ ...masks[region], data }, halvings).data;
  });
  const byRegion = regions.map((region) => {
    if (limits[region] === undefined) return halved(filled(masks[region], 0), halvings).data;
    // A place that the outline crosses is of both regions and has no side to keep to.
    const data = holdByDepth(masks[region], Math.max(fitPx, 2 ** halvings));
    const counted = halved({ ...masks[region], data }, halvings).data;
    const sum = counted.reduce((total, each) => total + each, 0);
    return sum > 0 ? counted.map((each) => each / (sum * regions.length)) : counted;
  });
  const places = byRegion[0]!.length;
  const sign = new Float32Array(places);
  const limit = new Float32Array(places);
  const root = new Float32Array(places);
  for (let at = 0; at < places; at++) {
    const stronger = byRegion[0]![at]! >= byRegion[1]![at]! ? 0 : 1;
    const chosen = limits[regions[stronger]!];
    if (chosen === undefined) continue;
    sign[at] = chosen.side === 'below' ? 1 : -1;
    limit[at] = chosen.limit + nearness[stronger]![at]! * ((chosen.rim ?? chosen.limit) - chosen.limit);
    root[at] = Math.sqrt(byRegion[stronger]![at]!);
  }
  return {
    [port.toneSign]: sign,
    [port.toneLimit]: limit,
    [port.toneRoot]: root,
    [port.toneFactor]: Float32Array.of(weight),
  };
}
