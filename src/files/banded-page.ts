import type { Depth, Samples } from '../base/pixels.js';

/** A page that comes in bands of rows, from the top: interleaved sRGB, three channels or four with straight alpha. */
export interface RasterPage {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Pixels per inch. */
  readonly dpi: number;
  /** Paints it, from the first row, with samples of this depth. */
  bands(depth: Depth): AsyncIterable<{ readonly samples: Samples }>;
}
