import type { Pixels, Planes } from '../base/pixels.js';

/** A letter to be laid on a page. */
export interface Piece {
  /** Of its top left corner on the page; may lie outside. */
  readonly left: number;
  readonly top: number;
  /** RGB, 0..1. */
  readonly colours: Planes;
  /** How much of each pixel the letter covers: one channel of the same size, 0..1. */
  readonly mask: Planes;
}

/**
 * Lays pieces on a ground, in their order: RGB of the page's size, or no ground at all for a transparent page.
 * Returns three channels, or four without a ground.
 */
export function composeText(
  pieces: readonly Piece[],
  size: { readonly width: number; readonly height: number },
  ground: Planes | undefined,
): Pixels {
  const { width, height } = size;
  const area = width * height;
  const colours = new Float32Array(3 * area);
  const alpha = new Float32Array(area);
  if (ground !== undefined) {
    colours.set(ground.data);
    alpha.fill(1);
  }
  for (const piece of pieces) {
    const own = piece.mask.width * piece.mask.height;
    for (let row = Math.max(0, -piece.top); row < Math.min(piece.mask.height, height - piece.top); row++) {
      for (
        let column = Math.max(0, -piece.left);
        column < Math.min(piece.mask.width, width - piece.left);
        column++
      ) {
        const from = row * piece.mask.width + column;
        const share = piece.mask.data[from]!;
        if (share === 0) continue;
        const at = (piece.top + row) * width + piece.left + column;
        const below = alpha[at]! * (1 - share);
        const above = share + below;
        for (let channel = 0; channel < 3; channel++) {
          const value = piece.colours.data[channel * own + from]!;
          const place = channel * area + at;
          colours[place] = (share * value + below * colours[place]!) / above;
        }
        alpha[at] = above;
      }
    }
  }
  const channels = ground === undefined ? 4 : 3;
  const data = new Uint8Array(area * channels);
  const sample = (value: number): number => Math.min(255, Math.max(0, Math.round(255 * value)));
  for (let at = 0; at < area; at++) {
    for (let channel = 0; channel < 3; channel++) {
      data[at * channels + channel] = sample(colours[channel * area + at]!);
    }
    if (channels === 4) data[at * 4 + 3] = sample(alpha[at]!);
  }
  return { width, height, channels, data };
}
