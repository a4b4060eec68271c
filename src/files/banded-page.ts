import type { Depth, Samples } from '../base/pixels.js';

/** A page that comes in bands of rows, from the top: interleaved sRGB, three channels or four with straight alpha. */
export interface RasterPage {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Pixels per inch. */
  readonly dpi: number;
  /** Paints it, from the first row, with samples of this depth. */
  bands(depth: Depth): Bands;
  /** The same in parts, for a press whose black is an ink of its own. */
  readonly press?: PressParts | undefined;
}

type Bands = AsyncIterable<{ readonly samples: Samples }>;

export interface PressParts {
  /** What is below of all writing and marks, like `bands(8)`. */
  below(): Bands;
  /** Greys with straight alpha, four channels of 8 bits, which are printed in black alone; undefined where nothing is written. */
  readonly writing?: (() => Bands) | undefined;
  /** What is printed in all inks. */
  readonly marks: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}
