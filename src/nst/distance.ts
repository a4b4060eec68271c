import type { Planes } from '../pixels.js';

const far = 1e12;

/**
 * Distance of every place of a mask (one channel, 0..1) to the nearest place where the mask is at most one half, in places; 0 outside.
 * The exact Euclidean transform of Felzenszwalb and Huttenlocher (2012): one pass of lower envelopes of parabolas along
 * the columns, one along the rows. What lies beyond the picture counts as neither.
 */
export function distanceInside({ width, height, data }: Planes): Float32Array {
  const squared = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) squared[at] = data[at]! > 0.5 ? far : 0;
  const envelope = createEnvelope(Math.max(width, height));
  for (let column = 0; column < width; column++) envelope(squared, column, width, height);
  for (let row = 0; row < height; row++) envelope(squared, row * width, 1, width);
  const distance = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    distance[at] = squared[at]! >= far ? Number.POSITIVE_INFINITY : Math.sqrt(squared[at]!);
  }
  return distance;
}

/** min over q of (p - q)² + f(q) for every p of one line of at most `longest` places, in place. */
function createEnvelope(
  longest: number,
): (values: Float64Array, start: number, stride: number, count: number) => void {
  const line = new Float64Array(longest);
  const apexes = new Int32Array(longest);
  const from = new Float64Array(longest + 1);
  return (values, start, stride, count) => {
    for (let at = 0; at < count; at++) line[at] = values[start + at * stride]!;
    let last = 0;
    apexes[0] = 0;
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
  };
}
