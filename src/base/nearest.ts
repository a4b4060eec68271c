const far = 1e12;

/** For every place of a picture, its nearest marked place. */
export interface Nearest {
  /** Index of the nearest marked place, row by row; -1 everywhere when none is marked. */
  readonly place: Int32Array;
  /** How far it is, in places; 0 at a marked one, infinite where there is none. */
  readonly distance: Float32Array;
}

/**
 * The nearest marked (non-zero) place of every place. The exact Euclidean transform of Felzenszwalb and Huttenlocher
 * (2012), which keeps beside every distance where it leads to; one pass along the columns, one along the rows.
 */
export function nearestMarked(marks: ArrayLike<number>, width: number, height: number): Nearest {
  const area = width * height;
  const place = new Int32Array(area).fill(-1);
  for (let at = 0; at < area; at++) if (marks[at]) place[at] = at;
  const squared = firstDistances(place);
  const found = { squared, place };
  const line = createLine(Math.max(width, height));
  for (let column = 0; column < width; column++) {
    sweep(line, found, { start: column, stride: width, count: height });
  }
  for (let row = 0; row < height; row++) {
    sweep(line, found, { start: row * width, stride: 1, count: width });
  }
  return { place, distance: roots(squared, place) };
}

// Loops keep to arrays and numbers, see `masks`.

function firstDistances(place: Int32Array): Float64Array {
  const squared = new Float64Array(place.length);
  for (let at = 0; at < squared.length; at++) squared[at] = place[at]! < 0 ? far : 0;
  return squared;
}

function roots(squared: Float64Array, place: Int32Array): Float32Array {
  const distance = new Float32Array(squared.length);
  for (let at = 0; at < distance.length; at++)
    distance[at] = place[at]! < 0 ? Number.POSITIVE_INFINITY : Math.sqrt(squared[at]!);
  return distance;
}

/** Room for one line of the transform. */
interface Line {
  readonly values: Float64Array;
  readonly places: Int32Array;
  readonly apexes: Int32Array;
  readonly from: Float64Array;
}

function createLine(count: number): Line {
  return {
    values: new Float64Array(count),
    places: new Int32Array(count),
    apexes: new Int32Array(count),
    from: new Float64Array(count + 1),
  };
}

/** min over q of (p - q)² + f(q) for every p of one line, in place. */
function sweep(
  { values, places, apexes, from }: Line,
  { squared, place }: { readonly squared: Float64Array; readonly place: Int32Array },
  { start, stride, count }: { readonly start: number; readonly stride: number; readonly count: number },
): void {
  for (let at = 0; at < count; at++) {
    values[at] = squared[start + at * stride]!;
    places[at] = place[start + at * stride]!;
  }
  let last = 0;
  apexes[0] = 0;
  from[0] = Number.NEGATIVE_INFINITY;
  from[1] = Number.POSITIVE_INFINITY;
  for (let at = 1; at < count; at++) {
    let meeting: number;
    do {
      const apex = apexes[last]!;
      meeting = (values[at]! + at * at - (values[apex]! + apex * apex)) / (2 * (at - apex));
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
    squared[start + at * stride] = (at - apex) ** 2 + values[apex]!;
    place[start + at * stride] = places[apex]!;
  }
}
