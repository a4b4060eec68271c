import { bled } from '../base/masks.js';
import { type Nearest, nearestMarked } from '../base/nearest.js';
import { type Pixels, type Planes, type Size, toPlanes } from '../base/pixels.js';
import { seenThrough } from './cut-out.js';
import { localMean } from './local-mean.js';

/** How far under the outline a letter's colours may still be those of its ground, in pixels. */
interface EdgeDepths {
  /** Everything up to here is taken for mixed with the ground. */
  readonly insetPx: number;
  /** Up to here is what looks more like the ground around than like the letter within, and hangs together with the edge. */
  readonly doubtPx: number;
  /** How far beyond the outline texture that leaves it is still the letter's, where it is shown that far. */
  readonly growPx?: number;
}

/**
 * The colours of a letter without any of its ground: inside as they are, and from a little under the outline outwards
 * carried on from inside, all over the tile. The picture's own transparency, if it has some, counts as ground.
 * Returns three channels.
 */
export function letterColours(tile: Pixels, coverage: Planes, depths: EdgeDepths): Planes {
  const planes = toPlanes(tile);
  const area = tile.width * tile.height;
  const colours: Planes =
    tile.channels === 1
      ? { ...planes, channels: 3, data: repeated(planes.data, 3) }
      : { ...planes, channels: 3, data: planes.data.slice(0, 3 * area) };
  const inside = seenThrough(coverage, tile);
  const opaque = tile.channels !== 4;
  return bled(colours, trusted(inside, depths, opaque ? colours : undefined), Number.POSITIVE_INFINITY);
}

function repeated(plane: Float32Array, times: number): Float32Array {
  const data = new Float32Array(plane.length * times);
  for (let each = 0; each < times; each++) data.set(plane, each * plane.length);
  return data;
}

/**
 * Where the tile's colours are the letter's own, as a mask of 0 and 1. A stroke too thin for that keeps its middle.
 * Without `colours` there is no ground to compare with.
 */
function trusted({ width, height, data }: Planes, depths: EdgeDepths, colours: Planes | undefined): Planes {
  const { insetPx, doubtPx } = depths;
  const outside = Uint8Array.from(data, (share) => (share < 0.5 ? 1 : 0));
  const edge = nearestMarked(outside, width, height);
  const depth = edge.distance;
  const sure = Uint8Array.from(data, (share, at) => (share > 0.999 && depth[at]! > insetPx + 0.5 ? 1 : 0));
  if (colours !== undefined) sortEdge(sure, { colours, edge, depths });
  const { distance } = nearestMarked(sure, width, height);
  const mask = new Float32Array(width * height);
  for (let at = 0; at < mask.length; at++) {
    const far = distance[at]! > 2 * Math.max(insetPx, doubtPx) + 2;
    mask[at] = sure[at] === 1 || (far && data[at]! >= 0.5 && isRidge(depth, width, at)) ? 1 : 0;
  }
  return { width, height, channels: 1, data: mask };
}

/**
 * Takes from the sure places those that look like ground and are joined to the edge by such places. What goes on further
 * inwards than the doubt does, as a vein across the letter, is the letter's own. Adds what has left the outline.
 */
function sortEdge(
  sure: Uint8Array,
  {
    colours,
    edge,
    depths,
  }: { readonly colours: Planes; readonly edge: Nearest; readonly depths: EdgeDepths },
): void {
  const { insetPx, doubtPx, growPx = 0 } = depths;
  const { place, distance: depth } = edge;
  const { width, height } = colours;
  const area = depth.length;
  const groundness = groundnessOf(colours, depth, depths);
  const groundLike = (at: number): boolean => groundness(at) > 0.5;
  const goesOn = (at: number): boolean => {
    const edge = place[at]!;
    const stretch = (doubtPx + 2) / depth[at]!;
    const [row, column] = [Math.floor(edge / width), edge % width];
    const y = Math.round(row + (Math.floor(at / width) - row) * stretch);
    const x = Math.round(column + ((at % width) - column) * stretch);
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    return depth[y * width + x]! > 0 && groundLike(y * width + x);
  };
  const isEdge = (at: number): boolean => depth[at]! > 0 && depth[at]! <= doubtPx;
  const seen = new Uint8Array(area);
  const edges: number[] = [];
  for (let at = 0; at < area; at++) if (depth[at]! > 0 && depth[at]! <= 1) edges.push(at);
  spread(edges, { width, height }, (at) => {
    if (seen[at] || !isEdge(at)) return false;
    seen[at] = 1;
    if (depth[at]! > insetPx && (!groundLike(at) || goesOn(at))) return false;
    sure[at] = 0;
    return true;
  });
  // What is left near the edge without a way to the inside is a speck.
  const kept = new Uint8Array(area);
  const keep = (at: number): boolean => {
    if (kept[at] || !sure[at]) return false;
    kept[at] = 1;
    return true;
  };
  for (let at = 0; at < area; at++)
    if (sure[at] && !kept[at] && (!isEdge(at) || (isRidge(depth, width, at) && !groundLike(at))))
      spread([at], { width, height }, keep);
  sure.set(kept);
  if (growPx > 0)
    addLeft(sure, depth, { width, height, growPx, inkLike: (at) => groundness(at) < leftOutline });
}

/** How far a colour is from the ink around in comparison to the ground around, by place; NaN where one of them is not near. */
function groundnessOf(
  colours: Planes,
  depth: Float32Array,
  { doubtPx, growPx = 0 }: EdgeDepths,
): (at: number) => number {
  const area = depth.length;
  const radius = Math.ceil(4 * doubtPx + growPx);
  const meanOf = (within: (deep: number) => boolean): Float32Array =>
    localMean(
      colours,
      Float32Array.from(depth, (deep) => (within(deep) ? 1 : 0)),
      radius,
    );
  const ink = meanOf((deep) => deep > doubtPx);
  const ground = meanOf((deep) => deep === 0);
  return (at) => {
    let [toInk, toGround] = [0, 0];
    for (let channel = 0; channel < 3; channel++) {
      const value = colours.data[channel * area + at]!;
      toInk += (value - ink[channel * area + at]!) ** 2;
      toGround += (value - ground[channel * area + at]!) ** 2;
    }
    return toInk / (toInk + toGround);
  };
}

/** Texture that has left the outline looks at least this much like ink; 0 is ink, 1 ground. */
const leftOutline = 0.2;

/** Adds to the sure places what hangs together with them and looks like them, with all of its neighbours, up to so far outside. */
function addLeft(
  sure: Uint8Array,
  depth: Float32Array,
  {
    width,
    height,
    growPx,
    inkLike,
  }: { width: number; height: number; growPx: number; inkLike: (at: number) => boolean },
): void {
  const area = width * height;
  const inside = Uint8Array.from(depth, (deep) => (deep > 0 ? 1 : 0));
  const { distance } = nearestMarked(inside, width, height);
  const like = Uint8Array.from(sure, (is, at) =>
    is || (distance[at]! <= growPx + 1 && inkLike(at)) ? 1 : 0,
  );
  const added = new Uint8Array(area);
  const starts: number[] = [];
  for (let at = 0; at < area; at++) if (sure[at]) starts.push(at - 1, at + 1, at - width, at + width);
  spread(starts, { width, height }, (at) => {
    if (sure[at] || added[at] || distance[at]! > growPx) return false;
    // A single one would be the soft edge itself.
    if (!(like[at] && like[at - 1] && like[at + 1] && like[at - width] && like[at + width])) return false;
    added[at] = 1;
    return true;
  });
  for (let at = 0; at < area; at++) if (added[at]) sure[at] = 1;
}

/** Visits places, and from each that is taken its four neighbours. */
function spread(starts: readonly number[], { width, height }: Size, take: (at: number) => boolean): void {
  const area = width * height;
  const waiting = [...starts];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at >= 0 && at < area && take(at)) waiting.push(at - 1, at + 1, at - width, at + width);
  }
}

/** Whether a place is as deep under the edge as its neighbours to both sides, or as those above and below. */
function isRidge(depth: Float32Array, width: number, at: number): boolean {
  return [1, width].some((step) => !(depth[at - step]! > depth[at]!) && !(depth[at + step]! > depth[at]!));
}
