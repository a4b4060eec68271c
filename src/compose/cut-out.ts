import { bled, bleedPx, withAlpha } from '../compositing.js';
import { type Nearest, nearestMarked } from '../nearest.js';
import { cropPlanes, type Pixels, type Planes, toPixels, toPlanes } from '../pixels.js';

/** A letter cut out of its tile. */
export interface CutOut {
  /** Four channels, trimmed to what is not wholly transparent. */
  readonly picture: Pixels;
  /** Where the cut-out lies in its tile. */
  readonly left: number;
  readonly top: number;
}

/** How far under the outline a letter's colours may still be those of its ground, in pixels. */
export interface EdgeDepths {
  /** Everything up to here is taken for mixed with the ground. */
  readonly insetPx: number;
  /** Up to here is what looks more like the ground around than like the letter within, and hangs together with the edge. */
  readonly doubtPx: number;
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

/** Cuts a letter out: its colours under the exact edge. Undefined where nothing of it is to be seen. */
export function cutOut(colours: Planes, coverage: Planes): CutOut | undefined {
  const box = boxOf(coverage);
  if (box === undefined) return undefined;
  const { left, top, width, height } = box;
  const alpha = cropPlanes(coverage, left, top, width, height);
  const picture = toPixels(withAlpha(cropPlanes(colours, left, top, width, height), alpha));
  // Colours that nothing reaches any more would only make the file larger.
  const { distance } = nearestMarked(alpha.data, width, height);
  for (let at = 0; at < distance.length; at++)
    if (distance[at]! > bleedPx) picture.data.fill(0, 4 * at, 4 * at + 3);
  return { picture, left, top };
}

/** The coverage of a letter in its tile, less what the tile itself leaves transparent. */
export function seenThrough(coverage: Planes, tile: Pixels): Planes {
  if (tile.channels !== 4) return coverage;
  const data = coverage.data.map((share, at) => Math.min(share, tile.data[4 * at + 3]! / 255));
  return { ...coverage, data };
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
function trusted(
  { width, height, data }: Planes,
  { insetPx, doubtPx }: EdgeDepths,
  colours: Planes | undefined,
): Planes {
  const outside = Uint8Array.from(data, (share) => (share < 0.5 ? 1 : 0));
  const edge = nearestMarked(outside, width, height);
  const depth = edge.distance;
  const sure = Uint8Array.from(data, (share, at) => (share > 0.999 && depth[at]! > insetPx + 0.5 ? 1 : 0));
  if (colours !== undefined) removeGround(sure, colours, edge, { insetPx, doubtPx });
  const { distance } = nearestMarked(sure, width, height);
  const isRidge = (at: number): boolean =>
    [1, width].some((step) => !(depth[at - step]! > depth[at]!) && !(depth[at + step]! > depth[at]!));
  const mask = new Float32Array(width * height);
  for (let at = 0; at < mask.length; at++) {
    const far = distance[at]! > 2 * Math.max(insetPx, doubtPx) + 2;
    mask[at] = sure[at] === 1 || (far && data[at]! >= 0.5 && isRidge(at)) ? 1 : 0;
  }
  return { width, height, channels: 1, data: mask };
}

/**
 * Takes from the sure places those that look like ground and are joined to the edge by such places. What goes on further
 * inwards than the doubt does, as a vein across the letter, is the letter's own.
 */
function removeGround(
  sure: Uint8Array,
  colours: Planes,
  { place, distance: depth }: Nearest,
  { insetPx, doubtPx }: EdgeDepths,
): void {
  const { width, height } = colours;
  const radius = Math.ceil(4 * doubtPx);
  const ink = localMean(
    colours,
    Float32Array.from(depth, (deep) => (deep > doubtPx ? 1 : 0)),
    radius,
  );
  const ground = localMean(
    colours,
    Float32Array.from(depth, (deep) => (deep === 0 ? 1 : 0)),
    radius,
  );
  const area = depth.length;
  const groundLike = (at: number): boolean => {
    let [toInk, toGround] = [0, 0];
    for (let channel = 0; channel < 3; channel++) {
      const value = colours.data[channel * area + at]!;
      toInk += (value - ink[channel * area + at]!) ** 2;
      toGround += (value - ground[channel * area + at]!) ** 2;
    }
    // Where one of them is not near, nothing can be told (and the comparison with NaN is false).
    return toGround < toInk;
  };
  const goesOn = (at: number): boolean => {
    const edge = place[at]!;
    const stretch = (doubtPx + 2) / depth[at]!;
    const [row, column] = [Math.floor(edge / width), edge % width];
    const y = Math.round(row + (Math.floor(at / width) - row) * stretch);
    const x = Math.round(column + ((at % width) - column) * stretch);
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    return depth[y * width + x]! > 0 && groundLike(y * width + x);
  };
  const reached: number[] = [];
  const seen = new Uint8Array(area);
  const visit = (at: number): void => {
    if (at < 0 || at >= area || seen[at] || !(depth[at]! > 0 && depth[at]! <= doubtPx)) return;
    seen[at] = 1;
    if (depth[at]! > insetPx && (!groundLike(at) || goesOn(at))) return;
    sure[at] = 0;
    reached.push(at);
  };
  for (let at = 0; at < area; at++) if (depth[at]! > 0 && depth[at]! <= 1) visit(at);
  for (let at = reached.pop(); at !== undefined; at = reached.pop()) {
    visit(at - 1);
    visit(at + 1);
    visit(at - width);
    visit(at + width);
  }
}

/** The weighted mean of the colours in the square around every place; NaN where nothing in it has weight. */
function localMean(
  { width, height, channels, data }: Planes,
  weights: Float32Array,
  radius: number,
): Float32Array {
  const area = width * height;
  const mean = new Float32Array(channels * area);
  const total = boxSum(weights, width, height, radius);
  for (let channel = 0; channel < channels; channel++) {
    const weighted = weights.map((weight, at) => weight * data[channel * area + at]!);
    const sum = boxSum(weighted, width, height, radius);
    for (let at = 0; at < area; at++) mean[channel * area + at] = sum[at]! / Math.round(total[at]!);
  }
  return mean;
}

/** The sum of the values in the square of `2 radius + 1` around every place. */
function boxSum(values: Float32Array, width: number, height: number, radius: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let row = 0; row < height; row++) {
    let line = 0;
    for (let column = 0; column < width; column++) {
      line += values[row * width + column]!;
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1]! + line;
    }
  }
  const result = new Float64Array(width * height);
  for (let row = 0; row < height; row++) {
    const top = Math.max(0, row - radius) * (width + 1);
    const bottom = Math.min(height, row + radius + 1) * (width + 1);
    for (let column = 0; column < width; column++) {
      const left = Math.max(0, column - radius);
      const right = Math.min(width, column + radius + 1);
      result[row * width + column] =
        sums[bottom + right]! - sums[top + right]! - sums[bottom + left]! + sums[top + left]!;
    }
  }
  return result;
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What has some coverage in eight bits. */
function boxOf({ width, height, data }: Planes): Rectangle | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (data[row * width + column]! * 255 < 0.5) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
