import type { Planes, Size } from '../base/pixels.js';

/** Gaussian blur of every channel by three box blurs (Wells 1986), edges repeated. */
export function blur(planes: Planes, sigmaPx: number): Planes {
  const { width, height, channels } = planes;
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigmaPx ** 2 + 1) - 1) / 2));
  const area = width * height;
  const data = planes.data.slice();
  const between = new Float32Array(area);
  for (let channel = 0; channel < channels; channel++) {
    const plane = data.subarray(channel * area, (channel + 1) * area);
    for (let pass = 0; pass < 3; pass++) {
      blurRows(plane, between, { width, radius });
      blurColumns(between, plane, { width, height, radius });
    }
  }
  return { ...planes, data };
}

function blurRows(
  data: Float32Array,
  into: Float32Array,
  { width, radius }: { readonly width: number; readonly radius: number },
): void {
  const count = 2 * radius + 1;
  for (let first = 0; first < data.length; first += width) {
    const last = first + width - 1;
    let sum = 0;
    for (let at = first - radius; at <= first + radius; at++)
      sum += data[Math.min(last, Math.max(first, at))]!;
    for (let at = first; at <= last; at++) {
      into[at] = sum / count;
      sum += data[Math.min(last, at + radius + 1)]! - data[Math.max(first, at - radius)]!;
    }
  }
}

/** All columns at once, row by row, as the memory lies. */
function blurColumns(
  data: Float32Array,
  into: Float32Array,
  { width, height, radius }: Size & { readonly radius: number },
): void {
  const count = 2 * radius + 1;
  const sums = new Float64Array(width);
  const startOf = (row: number): number => width * Math.min(height - 1, Math.max(0, row));
  for (let row = -radius; row <= radius; row++) {
    const start = startOf(row);
    for (let column = 0; column < width; column++) sums[column]! += data[start + column]!;
  }
  for (let row = 0; row < height; row++) {
    const start = startOf(row);
    const entering = startOf(row + radius + 1);
    const leaving = startOf(row - radius);
    for (let column = 0; column < width; column++) {
      const sum = sums[column]!;
      into[start + column] = sum / count;
      sums[column] = sum + (data[entering + column]! - data[leaving + column]!);
    }
  }
}
