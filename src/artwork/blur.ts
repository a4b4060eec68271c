import type { Planes } from '../pixels.js';

/** Gaussian blur of every channel by three box blurs (Wells 1986), edges repeated. */
export function blur(planes: Planes, sigmaPx: number): Planes {
  const { width, height, channels } = planes;
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigmaPx ** 2 + 1) - 1) / 2));
  const area = width * height;
  const data = new Float32Array(planes.data.length);
  for (let channel = 0; channel < channels; channel++) {
    let plane: Float32Array = planes.data.subarray(channel * area, (channel + 1) * area);
    for (let pass = 0; pass < 3; pass++) plane = boxBlur(plane, width, height, radius);
    data.set(plane, channel * area);
  }
  return { ...planes, data };
}

/** Box blur along rows, then along columns. */
function boxBlur(data: Float32Array, width: number, height: number, radius: number): Float32Array {
  const along = (
    source: Float32Array,
    lines: number,
    size: number,
    lineStride: number,
    stride: number,
  ): Float32Array => {
    const result = new Float32Array(source.length);
    for (let line = 0; line < lines; line++) {
      const first = line * lineStride;
      const last = first + (size - 1) * stride;
      let sum = 0;
      for (let at = -radius; at <= radius; at++)
        sum += source[Math.min(last, Math.max(first, first + at * stride))]!;
      for (let at = first; at <= last; at += stride) {
        result[at] = sum / (2 * radius + 1);
        const entering = source[Math.min(last, at + (radius + 1) * stride)]!;
        sum += entering - source[Math.max(first, at - radius * stride)]!;
      }
    }
    return result;
  };
  return along(along(data, height, width, width, 1), width, height, 1, width);
}
