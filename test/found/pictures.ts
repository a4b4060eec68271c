import type { Planes } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';

/** Uniform noise between two luminances, the same in all channels. */
export function noise(width: number, height: number, from: number, to: number, channels = 3): Planes {
  const random = createRandom(1);
  const plane = Float32Array.from({ length: width * height }, () => random.between(from, to));
  const data = new Float32Array(channels * plane.length);
  for (let channel = 0; channel < channels; channel++) data.set(plane, channel * plane.length);
  return { width, height, channels, data };
}

/** An F, which no turn and no mirror leaves as it is: 1 inside, one channel. */
export function letterF(sidePx: number): Planes {
  const data = new Float32Array(sidePx * sidePx);
  const fill = (left: number, top: number, right: number, bottom: number): void => {
    for (let row = Math.round(top * sidePx); row < Math.round(bottom * sidePx); row++)
      data.fill(1, row * sidePx + Math.round(left * sidePx), row * sidePx + Math.round(right * sidePx));
  };
  fill(0.2, 0.1, 0.42, 0.9);
  fill(0.2, 0.1, 0.8, 0.3);
  fill(0.2, 0.45, 0.68, 0.62);
  return { width: sidePx, height: sidePx, channels: 1, data };
}

/** A picture with a dark shape laid into it, its left upper corner at (left, top). */
export function withShape(picture: Planes, shape: Planes, left: number, top: number, tone: number): Planes {
  const data = picture.data.slice();
  const area = picture.width * picture.height;
  for (let at = 0; at < shape.data.length; at++) {
    if (shape.data[at]! < 0.5) continue;
    const place = (top + Math.floor(at / shape.width)) * picture.width + left + (at % shape.width);
    for (let channel = 0; channel < picture.channels; channel++) data[channel * area + place] = tone;
  }
  return { ...picture, data };
}
