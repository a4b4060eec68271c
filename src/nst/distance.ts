import type { Planes } from '../pixels.js';

const far = 1e12;

/**
 * Distance of every place of a mask (one channel, 0..1) to the nearest place where the mask is at most one half, in places; 0 outside.
 * The exact Euclidean transform of Felzenszwalb and Huttenlocher (2012): one pass of lower envelopes of parabolas along
 * the columns, one along the rows. What lies beyond the picture counts as neither.
 */
export function distanceInside({ width, height, data }: Planes): Float32Array {
  const squared = Float64Array.from(data, (value) => (value > 0.5 ? far : 0));
  for (let column = 0; column < width; column++) envelope(squared, column, width, height);
  for (let row = 0; row < height; row++) envelope(squared, row * width, 1, width);
  return Float32Array.from(squared, (value) => (value >= far ? Number.POSITIVE_INFINITY : Math.sqrt(value)));
}

/** min over q of (p - q)² + f(q) for every p of one line, in place. */
function envelope(values: Float64Array, start: number, stride: number, count: number): void {
  const line = Float64Array.from({ length: count }, (_, at) => values[start + at * stride]!);
  const apexes = new Int32Array(count);
  const from = new Float64Array(count + 1);
  let last = 0;
  from[0] = Number.NEGATIVE_INFINITY;
  from[1] = Number.POSITIVE_INFINITY;
  for (let at = 1; at < count; at++) {
    let meeting: number;
    do {
      const apex = apexes[last]!;
      meeting = (line[at]! + at * at - (line[apex]! + apex * apex)) / (2 * (at - apex));
    } while (meeting <= from[last]! && --last >= 0);
    last++;
    apexes[last] = at;
    from[last] = meeting;
    from[last + 1] = Number.POSITIVE_INFINITY;
  }
  let which = 0;
  for (let at = 0; at < count; at++) {
    while (from[which + 1]! < at) which++;
    const apex = apexes[which]!;
    values[start + at * stride] = (at - apex) ** 2 + line[apex]!;
  }
}
