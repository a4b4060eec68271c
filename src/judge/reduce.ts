import type { Pixels, Planes } from '../base/pixels.js';

/**
 * The picture at exactly `width` x `height`, each new pixel the mean of the area that it covers: values 0..1, same
 * channels. Unlike a sharper filter it adds no light or dark seams, and a constant picture stays constant.
 */
export function boxAverage({ channels, ...pixels }: Pixels, width: number, height: number): Planes {
  const across = spans(pixels.width, width);
  const down = spans(pixels.height, height);
  const data = new Float32Array(channels * width * height);
  const rows = new Float64Array(channels * pixels.height * width);
  for (let row = 0; row < pixels.height; row++) {
    for (const [column, span] of across.entries()) {
      for (let at = 0; at < span.shares.length; at++) {
        const from = (row * pixels.width + span.first + at) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const to = (channel * pixels.height + row) * width + column;
          rows[to] = rows[to]! + (span.shares[at]! * pixels.data[from + channel]!) / 255;
        }
      }
    }
  }
  for (let channel = 0; channel < channels; channel++) {
    for (const [row, span] of down.entries()) {
      for (let column = 0; column < width; column++) {
        let sum = 0;
        for (let at = 0; at < span.shares.length; at++) {
          sum += span.shares[at]! * rows[(channel * pixels.height + span.first + at) * width + column]!;
        }
        data[(channel * height + row) * width + column] = sum;
      }
    }
  }
  return { width, height, channels, data };
}

/** For each new pixel along one axis: the first old one that it touches, and the share of each, which add up to 1. */
function spans(from: number, to: number): { first: number; shares: number[] }[] {
  const step = from / to;
  return Array.from({ length: to }, (_, at) => {
    const start = at * step;
    const end = Math.min(from, (at + 1) * step);
    const first = Math.min(from - 1, Math.floor(start));
    const count = Math.max(1, Math.ceil(end - 1e-9) - first);
    const shares = Array.from({ length: count }, (_, part) => {
      const low = Math.max(start, first + part);
      const high = Math.min(end, first + part + 1);
      return Math.max(0, high - low) / step;
    });
    const sum = shares.reduce((total, share) => total + share, 0);
    return { first, shares: shares.map((share) => share / sum) };
  });
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
