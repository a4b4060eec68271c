import type { Pixels, Planes } from '../base/pixels.js';
import { cropPixels } from './crop.js';

/** Which square of an artwork is used, and how it is turned. */
interface Cut {
  /** Middle of the square, as ratios of the artwork's width and height, 0..1. */
  readonly x: number;
  readonly y: number;
  /** Side of the square, as a ratio of the artwork's shorter side, 0..1. */
  readonly sizeRatio: number;
  /** Clockwise. */
  readonly turnDegrees: number;
}

/**
 * A square cut out of an artwork, never squashed. A square that would leave the artwork is moved inside; the corners
 * that a turned one still leaves open are filled by the artwork's mirror image. Turned pictures are interpolated linearly.
 */
export function cutSquare(pixels: Pixels, { x, y, sizeRatio, turnDegrees }: Cut): Pixels {
  const { width, height, channels, data } = pixels;
  const side = Math.max(1, Math.round(Math.min(width, height) * sizeRatio));
  const left = Math.round(Math.min(width - side, Math.max(0, x * width - side / 2)));
  const top = Math.round(Math.min(height - side, Math.max(0, y * height - side / 2)));
  if (turnDegrees === 0) return cropPixels(pixels, { left, top, width: side, height: side });
  const result = new Uint8Array(side * side * channels);
  const [cos, sin] = directions(turnDegrees);
  const middle = (side - 1) / 2;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [across, down] = [column - middle, row - middle];
      const fromX = left + middle + across * cos + down * sin;
      const fromY = top + middle - across * sin + down * cos;
      const [x0, y0] = [Math.floor(fromX), Math.floor(fromY)];
      const [shareX, shareY] = [fromX - x0, fromY - y0];
      for (let channel = 0; channel < channels; channel++) {
        const sample = (atX: number, atY: number): number =>
          data[(mirrored(atY, height) * width + mirrored(atX, width)) * channels + channel]!;
        const upper = sample(x0, y0) * (1 - shareX) + sample(x0 + 1, y0) * shareX;
        const lower = sample(x0, y0 + 1) * (1 - shareX) + sample(x0 + 1, y0 + 1) * shareX;
        result[(row * side + column) * channels + channel] = Math.round(
          upper * (1 - shareY) + lower * shareY,
        );
      }
    }
  }
  return { width: side, height: side, channels, data: result };
}

/** Cosine and sine, exact for quarter turns. */
function directions(degrees: number): [number, number] {
  const turns = (((degrees % 360) + 360) % 360) / 90;
  if (Number.isInteger(turns)) return [[1, 0, -1, 0][turns]!, [0, 1, 0, -1][turns]!];
  return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

/** Index of a place beyond the border, mirrored at it: … 1 0 | 0 1 2 … */
function mirrored(at: number, size: number): number {
  const place = ((at % (2 * size)) + 2 * size) % (2 * size);
  return place < size ? place : 2 * size - 1 - place;
}

/** `sidePx` square pixels filled with a smaller square picture and its mirror images, so that no seam shows. */
export function tiled(planes: Planes, sidePx: number): Planes {
  const { width, height, channels, data } = planes;
  if (width === sidePx && height === sidePx) return planes;
  const result = new Float32Array(channels * sidePx * sidePx);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < sidePx; row++) {
      const from = (channel * height + mirrored(row, height)) * width;
      const to = (channel * sidePx + row) * sidePx;
      for (let column = 0; column < sidePx; column++)
        result[to + column] = data[from + mirrored(column, width)]!;
    }
  }
  return { width: sidePx, height: sidePx, channels, data: result };
}
