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
  const wide = alongRows(picture.data, picture.width, sharesOf(picture.width, width, kernel));
  const data = new Float32Array(channels * width * height);
  const shares = sharesOf(picture.height, height, kernel);
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * picture.height * width;
    const plane = wide.subarray(from, from + picture.height * width);
    alongColumns(plane, data.subarray(channel * height * width, (channel + 1) * height * width), shares);
  }
  return { width, height, channels, data };
}

/** The picture where a letter whose square is `sideRatio` of its shorter side is so many places across. */
export function atLetterScale(picture: Planes, sideRatio: number, places: number): Planes {
  const scale = places / (sideRatio * Math.min(picture.width, picture.height));
  const side = (px: number): number => Math.max(places, Math.round(px * scale));
  return resampled(picture, { width: side(picture.width), height: side(picture.height) });
}

/** Which pixels in a row go into each new one, and how much each of them counts; the weights of one sum to 1. */
interface Shares {
  readonly first: Int32Array;
  /** Of the weights of each new pixel, and one beyond the last. */
  readonly starts: Int32Array;
  readonly weights: Float64Array;
}

function alongRows(data: Float32Array, width: number, { first, starts, weights }: Shares): Float32Array {
  const rows = data.length / width;
  const to = first.length;
  const result = new Float32Array(rows * to);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    for (let column = 0; column < to; column++) {
      const from = first[column]!;
      const begin = starts[column]!;
      const count = starts[column + 1]! - begin;
      let sum = 0;
      if (from >= 0 && from + count <= width) {
        for (let each = 0; each < count; each++) sum += weights[begin + each]! * data[start + from + each]!;
      } else {
        for (let each = 0; each < count; each++)
          sum += weights[begin + each]! * data[start + Math.min(width - 1, Math.max(0, from + each))]!;
      }
      result[row * to + column] = sum;
    }
  }
  return result;
}

/** One channel. */
function alongColumns(plane: Float32Array, into: Float32Array, { first, starts, weights }: Shares): void {
  const width = into.length / first.length;
  const last = plane.length / width - 1;
  for (let row = 0; row < first.length; row++) {
    const to = row * width;
    const begin = starts[row]!;
    for (let each = begin; each < starts[row + 1]!; each++) {
      const weight = weights[each]!;
      const start = Math.min(last, Math.max(0, first[row]! + each - begin)) * width;
      for (let column = 0; column < width; column++)
        into[to + column] = into[to + column]! + weight * plane[start + column]!;
    }
  }
}

function sharesOf(from: number, to: number, kernel: Kernel): Shares {
  const ratio = from / to;
  const first = new Int32Array(to);
  const starts = new Int32Array(to + 1);
  const reach = kernel === 'lanczos' ? 2 * lobes : 1;
  const weights = new Float64Array(to * (Math.ceil(reach * Math.max(1, ratio)) + 1));
  for (let place = 0; place < to; place++) {
    const into = weights.subarray(starts[place]!);
    if (kernel === 'lanczos') {
      const scale = Math.max(1, ratio);
      const middle = (place + 0.5) * ratio - 0.5;
      first[place] = Math.ceil(middle - lobes * scale);
      starts[place + 1] = starts[place]! + lanczosWeights(into, middle, scale);
    } else if (ratio <= 1) {
      const middle = (place + 0.5) * ratio - 0.5;
      first[place] = Math.floor(middle);
      into[0] = 1 - (middle - first[place]!);
      into[1] = middle - first[place]!;
      starts[place + 1] = starts[place]! + 2;
    } else {
      first[place] = Math.floor(place * ratio);
      starts[place + 1] = starts[place]! + areaWeights(into, place, ratio);
    }
  }
  return { first, starts, weights };
}

/** Writes the weights of what a pixel covers; returns how many they are. */
function areaWeights(into: Float64Array, place: number, ratio: number): number {
  const [start, end] = [place * ratio, (place + 1) * ratio];
  const first = Math.floor(start);
  const count = Math.ceil(end - 1e-9) - first;
  for (let each = 0; each < count; each++)
    into[each] = (Math.min(end, first + each + 1) - Math.max(start, first + each)) / ratio;
  return count;
}

const lobes = 3;

/** The same of the lobes around a middle. */
function lanczosWeights(into: Float64Array, middle: number, scale: number): number {
  const first = Math.ceil(middle - lobes * scale);
  const count = Math.floor(middle + lobes * scale) - first + 1;
  let total = 0;
  for (let each = 0; each < count; each++) {
    const x = (first + each - middle) / scale;
    into[each] = sinc(x) * sinc(x / lobes);
    total += into[each]!;
  }
  for (let each = 0; each < count; each++) into[each] = into[each]! / total;
  return count;
}

function sinc(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
