import { grey } from '../../src/base/masks.js';
import { type Planes, type Size, square } from '../../src/base/pixels.js';

/** A picture, square where only a side is given, from a function of place (0..1, from the top left) and channel. */
export function planes(
  size: number | Size,
  channels: number,
  at: (x: number, y: number, channel: number) => number,
): Planes {
  const { width, height } = typeof size === 'number' ? square(size) : size;
  const area = width * height;
  const data = Float32Array.from({ length: channels * area }, (_, index) => {
    const place = index % area;
    return at((place % width) / width, Math.floor(place / width) / height, Math.floor(index / area));
  });
  return { width, height, channels, data };
}

/** A square RGB picture from a function of place to colour. */
export function coloured(side: number, at: (x: number, y: number) => readonly number[]): Planes {
  return planes(side, 3, (x, y, channel) => at(x, y)[channel]!);
}

/** Mean of values, each counted by its weight where weights are given. */
export function mean(values: Float32Array, weights?: Float32Array): number {
  let [sum, total] = [0, 0];
  values.forEach((value, at) => {
    const weight = weights?.[at] ?? 1;
    sum += weight * value;
    total += weight;
  });
  return sum / total;
}

/** Mean luminance of an RGB picture, under a mask where one is given. */
export function meanTone(picture: Planes, mask?: Planes): number {
  return mean(grey(picture).data, mask?.data);
}
