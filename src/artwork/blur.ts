import type { Planes, Size } from '../base/pixels.js';

/** Gaussian blur of every channel by three box blurs (Wells 1986), edges repeated. */
export function blur(planes: Planes, sigmaPx: number): Planes {
  const { width, height, channels } = planes;
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigmaPx ** 2 + 1) - 1) / 2));
  const area = width * height;
  const data = new Float32Array(planes.data.length);
  for (let channel = 0; channel < channels; channel++) {
    let plane: Float32Array = planes.data.subarray(channel * area, (channel + 1) * area);
    for (let pass = 0; pass < 3; pass++) plane = boxBlur(plane, planes, radius);
    data.set(plane, channel * area);
  }
  return { ...planes, data };
}

/** Box blur along rows, then along columns. */
function boxBlur(data: Float32Array, size: Size, radius: number): Float32Array {
  return blurColumns(blurRows(data, size.width, radius), size, radius);
}

function blurRows(data: Float32Array, width: number, radius: number): Float32Array {
  const result = new Float32Array(data.length);
  const count = 2 * radius + 1;
  for (let first = 0; first < data.length; first += width) {
    const last = first + width - 1;
    let sum = 0;
    for (let at = first - radius; at <= first + radius; at++)
      sum += data[Math.min(last, Math.max(first, at))]!;
    for (let at = first; at <= last; at++) {
      result[at] = sum / count;
      sum += data[Math.min(last, at + radius + 1)]! - data[Math.max(first, at - radius)]!;
    }
  }
  return result;
}

/** All columns at once, row by row, as the memory lies. */
function blurColumns(data: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const result = new Float32Array(data.length);
  const count = 2 * radius + 1;
  const sums = new Float64Array(width);
  const startOf = (row: number): number => width * Math.min(height - 1, Math.max(0, row));
  for (let row = -radius; row <= radius; row++) {
    const start = startOf(row);
    for (let column = 0; column < width; column++) sums[column]! += data[start + column]!;
  }
  for (let row = 0; row < height; row++) {
    const [start, entering, leaving] = [startOf(row), startOf(row + radius + 1), startOf(row - radius)];
    for (let column = 0; column < width; column++) {
      const sum = sums[column]!;
      result[start + column] = sum / count;
      sums[column] = sum + (data[entering + column]! - data[leaving + column]!);
    }
  }
  return result;
}
