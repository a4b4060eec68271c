import { blur } from '../artwork/index.js';
import type { Planes } from '../base/pixels.js';

/** Standard deviations, in ratios of the artwork's shorter side: of what a form is, of what it stands out from, and of how far its say reaches. */
const formRatio = 0.012;
const surroundRatio = 0.07;
const reachRatio = 0.02;

/**
 * How much there is to be seen at each place of an artwork (RGB, 0..1), as one channel, 0..1: half of it the drawing, that is the
 * mean absolute step to the neighbours, half of it how far a form stands out from what surrounds it (the distance of
 * a fine from a coarse blur in RGB: centre and surround, as in Itti, Koch and Niebur 1998). Each is divided by twice its mean.
 */
export function interestOf(picture: Planes): Planes {
  const found = known.get(picture) ?? measured(picture);
  known.set(picture, found);
  return found;
}

/** A letter asks for it once for a dark one and once for a light one. */
const known = new WeakMap<Planes, Planes>();

function measured(picture: Planes): Planes {
  const { width, height, data } = picture;
  const area = width * height;
  const sidePx = Math.min(width, height);
  const [centre, surround] = [blur(picture, formRatio * sidePx), blur(picture, surroundRatio * sidePx)];
  const drawing = new Float32Array(area);
  const standing = new Float32Array(area);
  for (let at = 0; at < area; at++) {
    const right = at % width < width - 1 ? at + 1 : at;
    const below = at + width < area ? at + width : at;
    let square = 0;
    for (let channel = 0; channel < 3; channel++) {
      const first = channel * area;
      const here = data[first + at]!;
      drawing[at] =
        drawing[at]! + Math.abs(data[first + right]! - here) + Math.abs(data[first + below]! - here);
      square += (centre.data[first + at]! - surround.data[first + at]!) ** 2;
    }
    standing[at] = Math.sqrt(square);
  }
  const plane = (values: Float32Array): Float32Array =>
    blur({ width, height, channels: 1, data: values }, reachRatio * sidePx).data;
  const [one, other] = [relative(plane(drawing)), relative(plane(standing))];
  return { width, height, channels: 1, data: one.map((value, at) => (value + other[at]!) / 2) };
}

function relative(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => Math.min(1, value / Math.max(1e-6, 2 * mean)));
}
