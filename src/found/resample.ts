import type { Planes, Size } from '../base/pixels.js';

/** What a pixel takes of its surroundings: `area` the mean of what it covers, `lanczos` three lobes of it, which keeps fine drawing sharp. */
export type Kernel = 'area' | 'lanczos';

/**
 * The picture at another size, edges repeated. By `area` each pixel is the mean of what it covers where the picture shrinks, and
 * interpolated linearly where it grows; by `lanczos` it is weighed by sinc(x)·sinc(x/3), x in pixels of the coarser of the two.
 */
export function resampled(picture: Planes, { width, height }: Size, kernel: Kernel = 'area'): Planes {
  if (picture.width === width && picture.height === height) return picture;
  const { channels } = picture;
  const wide = alongRows(picture, sharesOf(picture.width, width, kernel));
  const data = new Float32Array(channels * width * height);
  const shares = sharesOf(picture.height, height, kernel);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++) {
      const to = (channel * height + row) * width;
      const { first, weights } = shares[row]!;
      for (let each = 0; each < weights.length; each++) {
        const weight = weights[each]!;
        const from = Math.min(picture.height - 1, Math.max(0, first + each));
        const start = (channel * picture.height + from) * width;
        for (let column = 0; column < width; column++)
          data[to + column] = data[to + column]! + weight * wide[start + column]!;
      }
    }
  }
  return { width, height, channels, data };
}

/** The picture where a letter whose square is `sideRatio` of its shorter side is so many places across. */
export function atLetterScale(picture: Planes, sideRatio: number, places: number): Planes {
  const scale = places / (sideRatio * Math.min(picture.width, picture.height));
  const side = (px: number): number => Math.max(places, Math.round(px * scale));
  return resampled(picture, { width: side(picture.width), height: side(picture.height) });
}

/** Which pixels in a row, from the first on, go into one, and how much each counts; the weights sum to 1. */
interface Share {
  readonly first: number;
  readonly weights: Float64Array;
}

function alongRows({ data, width, height, channels }: Planes, shares: readonly Share[]): Float32Array {
  const rows = channels * height;
  const to = shares.length;
  const result = new Float32Array(rows * to);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    for (let column = 0; column < to; column++) {
      const { first, weights } = shares[column]!;
      const count = weights.length;
      let sum = 0;
      if (first >= 0 && first + count <= width) {
        for (let each = 0; each < count; each++) sum += weights[each]! * data[start + first + each]!;
      } else {
        for (let each = 0; each < count; each++)
          sum += weights[each]! * data[start + Math.min(width - 1, Math.max(0, first + each))]!;
      }
      result[row * to + column] = sum;
    }
  }
  return result;
}

function sharesOf(from: number, to: number, kernel: Kernel): Share[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, place) =>
    kernel === 'lanczos' ? lanczosShare(place, ratio) : areaShare(place, ratio),
  );
}

function areaShare(place: number, ratio: number): Share {
  if (ratio <= 1) {
    const middle = (place + 0.5) * ratio - 0.5;
    const first = Math.floor(middle);
    return { first, weights: Float64Array.of(1 - (middle - first), middle - first) };
  }
  const [start, end] = [place * ratio, (place + 1) * ratio];
  const first = Math.floor(start);
  const count = Math.ceil(end - 1e-9) - first;
  const weights = Float64Array.from(
    { length: count },
    (_, each) => (Math.min(end, first + each + 1) - Math.max(start, first + each)) / ratio,
  );
  return { first, weights };
}

const lobes = 3;

function lanczosShare(place: number, ratio: number): Share {
  const scale = Math.max(1, ratio);
  const middle = (place + 0.5) * ratio - 0.5;
  const first = Math.ceil(middle - lobes * scale);
  const count = Math.floor(middle + lobes * scale) - first + 1;
  const raw = Float64Array.from({ length: count }, (_, each) => {
    const x = (first + each - middle) / scale;
    return sinc(x) * sinc(x / lobes);
  });
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: raw.map((weight) => weight / total) };
}

function sinc(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
