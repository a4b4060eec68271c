import type { Pixels, Planes } from '../base/pixels.js';

/**
 * The picture at exactly `width` x `height`, each new pixel the mean of the area that it covers: values 0..1, same
 * channels. Unlike a sharper filter it adds no light or dark seams, and a constant picture stays constant.
 */
export function boxAverage(picture: Pixels, width: number, height: number): Planes {
  const { channels } = picture;
  const rows = averagedRows(picture.data, picture, spans(picture.width, width));
  const data = new Float32Array(channels * width * height);
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * picture.height * width;
    const to = channel * height * width;
    averageColumns(
      rows.subarray(from, from + picture.height * width),
      data.subarray(to, to + height * width),
      spans(picture.height, height),
    );
  }
  return { width, height, channels, data };
}

/** Where each new pixel along an axis begins among the old ones, and the share of each that it touches: so many in a row, adding up to 1. */
interface Spans {
  readonly first: Int32Array;
  readonly counts: Int32Array;
  /** `most` for each new pixel. */
  readonly shares: Float64Array;
  readonly most: number;
}

/** Bytes as values 0..1, `[channel, row, column]`, as many columns as there are spans. */
function averagedRows(
  bytes: Uint8Array,
  { width, height, channels }: Pixels,
  { first, counts, shares, most }: Spans,
): Float64Array {
  const columns = first.length;
  const rows = new Float64Array(channels * height * columns);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      for (let at = 0; at < counts[column]!; at++) {
        const share = shares[most * column + at]!;
        const from = (row * width + first[column]! + at) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const to = (channel * height + row) * columns + column;
          rows[to] = rows[to]! + (share * bytes[from + channel]!) / 255;
        }
      }
    }
  }
  return rows;
}

/** One channel. */
function averageColumns(
  rows: Float64Array,
  into: Float32Array,
  { first, counts, shares, most }: Spans,
): void {
  const height = first.length;
  const width = into.length / height;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let at = 0; at < counts[row]!; at++)
        sum += shares[most * row + at]! * rows[(first[row]! + at) * width + column]!;
      into[row * width + column] = sum;
    }
  }
}

function spans(from: number, to: number): Spans {
  const step = from / to;
  const most = Math.ceil(step) + 1;
  const result = {
    first: new Int32Array(to),
    counts: new Int32Array(to),
    shares: new Float64Array(most * to),
  };
  for (let at = 0; at < to; at++) {
    const start = at * step;
    const end = Math.min(from, (at + 1) * step);
    const first = Math.min(from - 1, Math.floor(start));
    const count = Math.max(1, Math.ceil(end - 1e-9) - first);
    result.first[at] = first;
    result.counts[at] = count;
    let sum = 0;
    for (let part = 0; part < count; part++) {
      const low = Math.max(start, first + part);
      const high = Math.min(end, first + part + 1);
      const share = Math.max(0, high - low) / step;
      result.shares[most * at + part] = share;
      sum += share;
    }
    for (let part = 0; part < count; part++)
      result.shares[most * at + part] = result.shares[most * at + part]! / sum;
  }
  return { ...result, most };
}

/** Luminance of a picture of RGB or grey planes, `[row, column]` (ITU-R BT.601 weights, as OCR programs use). */
export function luminance({ width, height, channels, data }: Planes): Float32Array {
  const area = width * height;
  if (channels < 3) return data.slice(0, area);
  const grey = new Float32Array(area);
  for (let at = 0; at < area; at++)
    grey[at] = 0.299 * data[at]! + 0.587 * data[area + at]! + 0.114 * data[2 * area + at]!;
  return grey;
}
