/** Places that hang together. */
interface Island {
  /** Indices, row by row. */
  readonly places: readonly number[];
  /** Longer side of the upright box around them, in places. */
  readonly extent: number;
}

/** The islands of marked (non-zero) places, which hang together by their sides. */
export function islandsOf(marks: ArrayLike<number>, width: number, height: number): Island[] {
  const seen = new Uint8Array(width * height);
  const islands: Island[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (!marks[start] || seen[start]) continue;
    seen[start] = 1;
    const places = [start];
    let [left, right, top, bottom] = [width, 0, height, 0];
    // Grows while it is gone through.
    for (const place of places) {
      const [row, column] = [Math.floor(place / width), place % width];
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      const beside = [
        column > 0 ? place - 1 : -1,
        column + 1 < width ? place + 1 : -1,
        row > 0 ? place - width : -1,
        row + 1 < height ? place + width : -1,
      ];
      for (const next of beside) {
        if (next < 0 || !marks[next] || seen[next]) continue;
        seen[next] = 1;
        places.push(next);
      }
    }
    islands.push({ places, extent: Math.max(right - left, bottom - top) + 1 });
  }
  return islands;
}
