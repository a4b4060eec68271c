import type { Planes } from '../base/pixels.js';

/** A margin is no wider than this, in ratios of the side: more is the picture's own plain ground. */
const widestRatio = 0.15;
/** How much colours may differ along a line of a margin (standard deviation), and from one line to the next ones (mean). */
const plain = { along: 0.03, between: 0.05 };

/**
 * Which places of a picture (RGB, 0..1) belong to it, as one channel: 0 in the plain margins that scans and prints have, 1 elsewhere. A margin is
 * made of the lines next to a border that are of one colour all along, with the line after them, into which it runs.
 */
export function withinMargins(picture: Planes): Planes {
  const { width, height } = picture;
  const [left, right, top, bottom] = [
    marginOf(width, (at) => columnOf(picture, at)),
    marginOf(width, (at) => columnOf(picture, width - 1 - at)),
    marginOf(height, (at) => rowOf(picture, at)),
    marginOf(height, (at) => rowOf(picture, height - 1 - at)),
  ];
  const data = new Float32Array(width * height);
  for (let row = top; row < height - bottom; row++)
    data.fill(1, row * width + left, (row + 1) * width - right);
  return { width, height, channels: 1, data };
}

/** What a line of a picture shows: mean colour, and standard deviation of all channels. */
interface Line {
  readonly mean: readonly number[];
  readonly deviation: number;
}

/** Lines of a margin, counted from a border. */
function marginOf(side: number, lineAt: (at: number) => Line): number {
  const edge = lineAt(0);
  const isPlain = ({ mean, deviation }: Line): boolean =>
    deviation < plain.along &&
    mean.every((value, channel) => Math.abs(value - edge.mean[channel]!) < plain.between);
  const widest = Math.floor(widestRatio * side);
  let count = 0;
  while (count <= widest && isPlain(lineAt(count))) count++;
  return count === 0 || count > widest ? 0 : count + 1;
}

const rowOf = ({ width, height, data }: Planes, row: number): Line =>
  lineOf(data, width * height, { first: row * width, step: 1, length: width });

const columnOf = ({ width, height, data }: Planes, column: number): Line =>
  lineOf(data, width * height, { first: column, step: width, length: height });

/** Of a picture whose channels have so many places. */
function lineOf(
  data: Float32Array,
  area: number,
  { first, step, length }: { readonly first: number; readonly step: number; readonly length: number },
): Line {
  const mean = [0, 0, 0];
  let squares = 0;
  for (let channel = 0; channel < 3; channel++) {
    const plane = data.subarray(channel * area + first);
    let sum = 0;
    for (let at = 0; at < length; at++) sum += plane[at * step]! / length;
    mean[channel] = sum;
    for (let at = 0; at < length; at++) squares += (plane[at * step]! - sum) ** 2;
  }
  return { mean, deviation: Math.sqrt(squares / (3 * length)) };
}
