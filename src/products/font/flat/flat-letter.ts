import { product } from '../../../base/masks.js';
import type { Planes } from '../../../base/pixels.js';
import type { Contour } from '../sfnt/index.js';
import { drawAnew, measureLetter, penOrigin, type StyledLetter } from '../strikes.js';
import { fewColours } from './palette.js';
import { doubleArea, smoothContour } from './smooth.js';
import { traceHalf } from './trace.js';

/** A letter as a few flat colours, one on the other. */
export interface FlatLetter {
  readonly glyph: number;
  /** What the whole outline is filled with, 0..1. */
  readonly base: readonly number[];
  /** From below to above; contours in font units, y up. */
  readonly layers: readonly { readonly colour: readonly number[]; readonly contours: readonly Contour[] }[];
}

const colourCount = 6;
/** Letters are traced at no more than this: finer grain makes points, not forms. */
const tracedPx = 200;
/** Islands smaller than this share of the em's square are left out. */
const leastArea = 1.5e-4;

/** Draws a letter in flat colours: each layer holds all that is as light as its colour or lighter, so that no gap opens between two. */
export function flatLetter(styled: StyledLetter, unitsPerEm: number): FlatLetter {
  const { glyph, letter } = styled;
  const ppem = Math.min(tracedPx, Math.round(letter.place.emPx));
  const { left, top, width, height } = measureLetter(letter.font, letter, { ppem, anchor: penOrigin });
  const { alpha: inside, colours } = drawAnew(styled, { ppem, left, top, width, height });
  const { palette, labels } = fewColours(softened(colours), inside.data, colourCount);
  const scale = unitsPerEm / ppem;
  const layers = palette.slice(1).flatMap((colour, below) => {
    const lighter = softened({
      width,
      height,
      channels: 1,
      data: Float32Array.from(labels, (label) => (label > below ? 1 : 0)),
    });
    const contours = traceHalf(product(inside, lighter).data, { width, height })
      .filter((polygon) => Math.abs(doubleArea(polygon)) / 2 >= leastArea * ppem * ppem)
      .map((polygon) =>
        smoothContour(polygon, ({ x, y }) => ({ x: (left + x) * scale, y: (top - y) * scale })),
      )
      .filter((contour) => contour.length > 2);
    return contours.length === 0 ? [] : [{ colour, contours }];
  });
  return { glyph, base: palette[0]!, layers };
}

/** Weights 1, 2, 1 across and down; edges repeat. */
function softened({ width, height, channels, data }: Planes): Planes {
  const pass = (from: Float32Array, across: boolean): Float32Array =>
    from.map((value, at) => {
      const [x, y] = [at % width, Math.floor(at / width) % height];
      const step = across ? 1 : width;
      const place = across ? x : y;
      const before = place > 0 ? from[at - step]! : value;
      const after = place < (across ? width : height) - 1 ? from[at + step]! : value;
      return (before + 2 * value + after) / 4;
    });
  return { width, height, channels, data: pass(pass(data, true), false) };
}
