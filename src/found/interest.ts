import { blur } from '../artwork/index.js';
import type { Planes } from '../base/pixels.js';
import { meanOf, middles } from '../base/values.js';

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
  const { width, height } = picture;
  const sidePx = Math.min(width, height);
  const [centre, surround] = [blur(picture, formRatio * sidePx), blur(picture, surroundRatio * sidePx)];
  const plane = (values: Float32Array): Float32Array =>
    blur({ width, height, channels: 1, data: values }, reachRatio * sidePx).data;
  const one = relative(plane(stepsOf(picture.data, width, height)));
  const other = relative(plane(distances(centre.data, surround.data)));
  return { width, height, channels: 1, data: middles(one, other) };
}

// Loops keep to arrays and numbers, see `base/masks`.

/** Of all channels, to the right and down. */
function stepsOf(data: Float32Array, width: number, height: number): Float32Array {
  const area = width * height;
  const steps = new Float32Array(area);
  for (let at = 0; at < area; at++) {
    const right = at % width < width - 1 ? at + 1 : at;
    const below = at + width < area ? at + width : at;
    for (let first = 0; first < 3 * area; first += area) {
      const here = data[first + at]!;
      steps[at] = steps[at]! + Math.abs(data[first + right]! - here) + Math.abs(data[first + below]! - here);
    }
  }
  return steps;
}

function distances(data: Float32Array, other: Float32Array): Float32Array {
  const area = data.length / 3;
  const result = new Float32Array(area);
  for (let at = 0; at < area; at++) {
    let square = 0;
    for (let place = at; place < 3 * area; place += area) square += (data[place]! - other[place]!) ** 2;
    result[at] = Math.sqrt(square);
  }
  return result;
}

function relative(values: Float32Array): Float32Array {
  const most = Math.max(1e-6, 2 * meanOf(values));
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = Math.min(1, values[at]! / most);
  return result;
}
