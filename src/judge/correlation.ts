/** A grey picture, `[row, column]`, values 0..1. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Where a picture is laid upon a larger one: its first row and column there. May lie outside. */
export interface Shift {
  readonly row: number;
  readonly column: number;
}

/** Side of the windows in which two pictures are compared, in pixels; odd. */
export const windowPx = 13;

/** Variance that counts as paint without drawing (a deviation of one per cent). */
export const flatVariance = 1e-4;

/** What windows, row by row of their first pixels, say of two pictures. */
export interface Correlation {
  readonly width: number;
  readonly height: number;
  /** −1..1; −1 where a window leaves the larger picture. */
  readonly values: Float32Array;
  /** Variance of the first picture in the window. */
  readonly variances: Float32Array;
}

/**
 * Local normalised cross-correlation of a picture with the part of another that it is laid upon: in each window
 *
 *   ρ = (cov(a, b) + ε) / √((var(a) + ε) (var(b) + ε))
 *
 * with ε = `flatVariance`, so that two windows of plain paint are alike. It does not change where a window's tones are moved and
 * stretched.
 */
export function localCorrelation(picture: Grey, other: Grey, shift: Shift): Correlation {
  const { width, height } = picture;
  const [columns, rows] = [width - windowPx + 1, height - windowPx + 1];
  const laid = laidUnder(picture, other, shift);
  const area = windowPx ** 2;
  const sums = (of: (at: number) => number): Float64Array => windowSums(width, height, of);
  const [a, b] = [picture.data, laid.data];
  const [ofA, ofB] = [sums((at) => a[at]!), sums((at) => b[at]!)];
  const [ofAA, ofBB] = [sums((at) => a[at]! ** 2), sums((at) => b[at]! ** 2)];
  const [ofAB, outside] = [sums((at) => a[at]! * b[at]!), sums((at) => laid.outside[at]!)];
  const variances = new Float32Array(columns * rows);
  const values = variances.map((_, at) => {
    const [meanA, meanB] = [ofA[at]! / area, ofB[at]! / area];
    const varianceA = Math.max(0, ofAA[at]! / area - meanA ** 2);
    const varianceB = Math.max(0, ofBB[at]! / area - meanB ** 2);
    variances[at] = varianceA;
    if (outside[at]! > 0.5) return -1;
    const shared = ofAB[at]! / area - meanA * meanB + flatVariance;
    return shared / Math.sqrt((varianceA + flatVariance) * (varianceB + flatVariance));
  });
  return { width: columns, height: rows, values, variances };
}

function laidUnder({ width, height }: Grey, other: Grey, shift: Shift) {
  const data = new Float32Array(width * height);
  const outside = new Uint8Array(width * height).fill(1);
  for (let row = Math.max(0, -shift.row); row < Math.min(height, other.height - shift.row); row++) {
    for (
      let column = Math.max(0, -shift.column);
      column < Math.min(width, other.width - shift.column);
      column++
    ) {
      data[row * width + column] = other.data[(row + shift.row) * other.width + column + shift.column]!;
      outside[row * width + column] = 0;
    }
  }
  return { data, outside };
}

/** Sums of a function of place over all windows that lie within. */
function windowSums(width: number, height: number, of: (at: number) => number): Float64Array {
  const columns = width - windowPx + 1;
  const rows = height - windowPx + 1;
  const along = new Float64Array(columns * height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += of(row * width + column);
      if (column >= windowPx) sum -= of(row * width + column - windowPx);
      if (column >= windowPx - 1) along[row * columns + column - windowPx + 1] = sum;
    }
  }
  const sums = new Float64Array(columns * Math.max(0, rows));
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < height; row++) {
      sum += along[row * columns + column]!;
      if (row >= windowPx) sum -= along[(row - windowPx) * columns + column]!;
      if (row >= windowPx - 1) sums[(row - windowPx + 1) * columns + column] = sum;
    }
  }
  return sums;
}
