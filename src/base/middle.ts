import { cropPlanes, type Planes, type Size } from './pixels.js';

/** The middle of a canvas. */
export function middleOf(canvas: Planes, { width, height }: Size): Planes {
  const left = Math.floor((canvas.width - width) / 2);
  const top = Math.floor((canvas.height - height) / 2);
  return cropPlanes(canvas, { left, top, width, height });
}

/** The middle of a canvas, `size` on it, halved so many times: each pixel the mean of those in its place, odd rests left out. */
export function halvedMiddle(canvas: Planes, size: Size, times: number): Planes {
  if (times === 0) return middleOf(canvas, size);
  const side = 2 ** times;
  const [width, height] = [Math.floor(size.width / side), Math.floor(size.height / side)];
  const left = Math.floor((canvas.width - size.width) / 2);
  const top = Math.floor((canvas.height - size.height) / 2);
  const data = new Float32Array(canvas.channels * width * height);
  for (let row = 0; row < canvas.channels * height; row++) {
    const channel = Math.floor(row / height);
    const first = (channel * canvas.height + top + side * (row % height)) * canvas.width + left;
    for (let line = 0; line < side; line++) {
      const from = first + line * canvas.width;
      addMeans(
        canvas.data.subarray(from, from + side * width),
        data.subarray(row * width, (row + 1) * width),
      );
    }
  }
  return { width, height, channels: canvas.channels, data };
}

/** Adds a row's share of the means of its groups of so many pixels that squares of them have. */
function addMeans(row: Float32Array, into: Float32Array): void {
  const side = row.length / into.length;
  for (let at = 0; at < into.length; at++) {
    let sum = 0;
    for (let place = at * side; place < (at + 1) * side; place++) sum += row[place]!;
    into[at] = into[at]! + sum / (side * side);
  }
}
