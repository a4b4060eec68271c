import { parseColour } from '../base/colour.js';
import type { Depth, Pixels, Samples } from '../base/pixels.js';
import type { Box } from './page-layout.js';

/** Rows of a page that are painted from below to above: interleaved samples of three channels (sRGB) or four (with straight alpha). */
export interface Canvas {
  readonly width: number;
  /** The row of the page that it begins with. */
  readonly top: number;
  readonly rows: number;
  readonly channels: 3 | 4;
  readonly depth: Depth;
  readonly samples: Samples;
}

/** White, or clear where it has four channels. */
export function createCanvas(shape: Omit<Canvas, 'samples'>): Canvas {
  const { width, rows, channels, depth } = shape;
  const length = width * rows * channels;
  const samples = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  if (channels === 3) samples.fill(mostOf(shape));
  return { ...shape, samples };
}

/** The largest sample: 255 or 65535. */
export function mostOf({ depth }: Pick<Canvas, 'depth'>): number {
  return depth === 8 ? 255 : 65535;
}

/** What is laid over a part of a canvas, by place on the page. */
interface Layer {
  /** 0..1. */
  opacityAt(x: number, y: number): number;
  /** In samples of the canvas. */
  colourAt(x: number, y: number, channel: number): number;
}

/** Lays something over what is there; `box` has to lie on the canvas. */
export function layOver(canvas: Canvas, box: Box, { opacityAt, colourAt }: Layer): void {
  const { width, top, channels, samples } = canvas;
  const most = mostOf(canvas);
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const opacity = opacityAt(x, y);
      if (opacity === 0) continue;
      const at = ((y - top) * width + x) * channels;
      const below = channels === 3 ? 1 : samples[at + 3]! / most;
      const alpha = opacity + below * (1 - opacity);
      const share = opacity / alpha;
      for (let channel = 0; channel < 3; channel++) {
        const old = samples[at + channel]!;
        samples[at + channel] = Math.round(old + (colourAt(x, y, channel) - old) * share);
      }
      if (channels === 4) samples[at + 3] = Math.round(alpha * most);
    }
  }
}

/** Lays a colour (`#rrggbb`) over a box, in full unless `opacityAt` says how much of it. */
export function layColour(
  canvas: Canvas,
  box: Box,
  { colour, opacityAt }: { readonly colour: string; readonly opacityAt?: Layer['opacityAt'] },
): void {
  const most = mostOf(canvas);
  const [red, green, blue] = parseColour(colour).map((value) => Math.round(value * most)) as [
    number,
    number,
    number,
  ];
  if (opacityAt !== undefined) {
    const colourAt: Layer['colourAt'] = (_, __, channel) =>
      channel === 0 ? red : channel === 1 ? green : blue;
    layOver(canvas, box, { opacityAt, colourAt });
    return;
  }
  if (box.width <= 0) return;
  const { width, top, channels, samples } = canvas;
  const row = new (samples.constructor as typeof Uint16Array)(box.width * channels);
  for (let at = 0; at < row.length; at += channels) {
    row.set([red, green, blue], at);
    if (channels === 4) row[at + 3] = most;
  }
  for (let y = box.y; y < box.y + box.height; y++) samples.set(row, ((y - top) * width + box.x) * channels);
}

/** Lays a whole picture on a canvas of 8 bits, its top left corner at (x, y). */
export function layPicture(canvas: Canvas, picture: Pixels, { x, y }: Pick<Box, 'x' | 'y'>): void {
  const { width, height, channels, data } = picture;
  if (channels === 3 && canvas.channels === 3) {
    for (let line = 0; line < height; line++) {
      const row = data.subarray(3 * line * width, 3 * (line + 1) * width);
      canvas.samples.set(row, 3 * ((y + line - canvas.top) * canvas.width + x));
    }
    return;
  }
  const indexAt = (atX: number, atY: number): number => channels * ((atY - y) * width + atX - x);
  layOver(
    canvas,
    { x, y, width, height },
    {
      opacityAt: (atX, atY) => (channels === 4 ? data[indexAt(atX, atY) + 3]! / 255 : 1),
      colourAt: (atX, atY, channel) => data[indexAt(atX, atY) + (channels === 1 ? 0 : channel)]!,
    },
  );
}
