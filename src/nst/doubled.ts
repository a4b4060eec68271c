import type { Planes } from '../base/pixels.js';

/** The picture at twice its size, linearly interpolated between pixel centres, edges repeated. */
export function doubled(planes: Planes): Planes {
  const { channels, width, height } = planes;
  const wide = along(planes.data, { count: channels * height, size: width, stride: 1 });
  const tall = new Float32Array(channels * height * width * 4);
  for (let channel = 0; channel < channels; channel++) {
    const plane = wide.subarray(channel * height * width * 2, (channel + 1) * height * width * 2);
    tall.set(along(plane, { count: 1, size: height, stride: width * 2 }), channel * height * width * 4);
  }
  return { channels, width: width * 2, height: height * 2, data: tall };
}

/** Doubles `count` rows of `size` groups of `stride` values each. */
function along(
  data: Float32Array,
  { count, size, stride }: { readonly count: number; readonly size: number; readonly stride: number },
): Float32Array {
  const result = new Float32Array(data.length * 2);
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < size; at++) {
      const here = (row * size + at) * stride;
      const before = (row * size + Math.max(0, at - 1)) * stride;
      const after = (row * size + Math.min(size - 1, at + 1)) * stride;
      const to = (row * size + at) * 2 * stride;
      for (let each = 0; each < stride; each++) {
        result[to + each] = 0.75 * data[here + each]! + 0.25 * data[before + each]!;
        result[to + stride + each] = 0.75 * data[here + each]! + 0.25 * data[after + each]!;
      }
    }
  }
  return result;
}
