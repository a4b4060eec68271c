import type { Planes } from '../../base/pixels.js';

/** The part of a picture that is looked at, in its pixels, and how many pixels are made of it. */
interface PicturePart {
  readonly left: number;
  readonly top: number;
  /** Pixels of the picture for one new pixel. */
  readonly step: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A part of a picture at another scale: cubic (Keys 1981, a = -1/2), widened where it is reduced so that every pixel counts.
 * Edges repeat beyond the picture.
 */
export function resampledPart(planes: Planes, { left, top, step, width, height }: PicturePart): Planes {
  const { channels } = planes;
  const across = tapsFor({ start: left, step, count: width }, planes.width);
  const down = tapsFor({ start: top, step, count: height }, planes.height);
  const rows = new Float32Array(channels * planes.height * width);
  for (let line = 0; line < channels * planes.height; line++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (const { at, weight } of across[column]!) sum += weight * planes.data[line * planes.width + at]!;
      rows[line * width + column] = sum;
    }
  }
  const data = new Float32Array(channels * height * width);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++) {
      const to = (channel * height + row) * width;
      for (const { at, weight } of down[row]!) {
        const from = (channel * planes.height + at) * width;
        for (let column = 0; column < width; column++) data[to + column]! += weight * rows[from + column]!;
      }
    }
  }
  return { width, height, channels, data };
}

interface Tap {
  readonly at: number;
  readonly weight: number;
}

function tapsFor(
  { start, step, count }: { readonly start: number; readonly step: number; readonly count: number },
  size: number,
): Tap[][] {
  const stretch = Math.max(1, step);
  return Array.from({ length: count }, (_, index) => {
    const centre = start + (index + 0.5) * step - 0.5;
    const taps: Tap[] = [];
    let sum = 0;
    for (let at = Math.ceil(centre - 2 * stretch); at <= centre + 2 * stretch; at++) {
      const weight = cubic((at - centre) / stretch);
      sum += weight;
      taps.push({ at: Math.max(0, Math.min(size - 1, at)), weight });
    }
    return taps.map(({ at, weight }) => ({ at, weight: weight / sum }));
  });
}

function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}
