/**
 * The place of the nearest of a palette's colours (red, green, blue of each), the first of several as near. They are tried from the most alike in
 * red + green + blue on: of two colours whose sums differ by d the distance is at least d/√3, so most need not be looked at.
 */
export function createNearest(
  palette: ArrayLike<number>,
): (red: number, green: number, blue: number) => number {
  const colours = palette.length / 3;
  const sumOf = (index: number): number =>
    palette[3 * index]! + palette[3 * index + 1]! + palette[3 * index + 2]!;
  const order = Array.from({ length: colours }, (_, at) => at).sort((a, b) => sumOf(a) - sumOf(b) || a - b);
  const indices = Int32Array.from(order);
  const sums = Float64Array.from(order, sumOf);
  const [reds, greens, blues] = [0, 1, 2].map((channel) =>
    Float64Array.from(order, (index) => palette[3 * index + channel]!),
  ) as [Float64Array, Float64Array, Float64Array];

  return (red, green, blue) => {
    const sum = red + green + blue;
    let above = firstFrom(sums, sum);
    let below = above - 1;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    while (below >= 0 || above < colours) {
      const down = below >= 0 ? sum - sums[below]! : Number.POSITIVE_INFINITY;
      const up = above < colours ? sums[above]! - sum : Number.POSITIVE_INFINITY;
      const apart = Math.min(down, up);
      if (apart * apart > 3 * least) break;
      const at = down < up ? below-- : above++;
      const far = (reds[at]! - red) ** 2 + (greens[at]! - green) ** 2 + (blues[at]! - blue) ** 2;
      if (far < least || (far === least && indices[at]! < best)) {
        least = far;
        best = indices[at]!;
      }
    }
    return best;
  };
}

/** The first place of sorted values that is not below one. */
function firstFrom(values: Float64Array, value: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (values[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
