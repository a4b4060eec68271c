import type { Planes, Size } from '../base/pixels.js';

interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** A rectangle of a larger picture, as a value `[1, channels, height, width]` that is cut out only where it is needed. */
export interface Window extends Place {
  readonly planes: Planes;
  /** In the larger picture's places: what lies outside of it is 0. */
  readonly core?: Place | undefined;
}

/** Cuts a window out, into an array of its length. */
export function cutWindow({ planes, left, top, width, height, core }: Window, into: Float32Array): void {
  const whole = { left, top, width, height };
  const seen = core === undefined ? whole : overlap(whole, core);
  if (seen !== whole) into.fill(0);
  for (let channel = 0; channel < planes.channels; channel++) {
    for (let row = seen.top; row < seen.top + seen.height; row++) {
      const from = (channel * planes.height + row) * planes.width + seen.left;
      const to = (channel * height + row - top) * width + seen.left - left;
      into.set(planes.data.subarray(from, from + seen.width), to);
    }
  }
}

function overlap(a: Place, b: Place): Place {
  const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
  const right = Math.min(a.left + a.width, b.left + b.width);
  const bottom = Math.min(a.top + a.height, b.top + b.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
