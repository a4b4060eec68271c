import { cropPixels } from '../../src/artwork/crop.js';
import type { Pixels } from '../../src/base/pixels.js';
import { toPixels } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { coloured } from './planes.js';

/** Discs of many sizes upon each other, and fine waves over all: no two places are alike. Another seed is another picture. */
export function discs(sidePx: number, seed: string): Pixels {
  const random = createRandom(seed);
  const all = Array.from({ length: 150 }, () => ({
    x: random.next(),
    y: random.next(),
    radius: random.between(0.02, 0.1),
    colour: [random.next(), random.next(), random.next()],
  }));
  const waves = Array.from({ length: 8 }, () => ({
    across: random.between(-150, 150),
    down: random.between(-150, 150),
    phase: random.between(0, 6),
  }));
  return toPixels(
    coloured(sidePx, (x, y) => {
      const disc = all.find((each) => Math.hypot(each.x - x, each.y - y) < each.radius);
      const fine = waves.reduce((sum, w) => sum + 0.05 * Math.sin(w.across * x + w.down * y + w.phase), 0);
      return (disc?.colour ?? [0.5, 0.5, 0.5]).map((value) => 0.15 + 0.7 * value + fine);
    }),
  );
}

/** Bands that lean, finer towards the right. */
export function bands(sidePx: number): Pixels {
  return toPixels(
    coloured(sidePx, (x, y) => {
      const value = 0.5 + 0.4 * Math.sin(40 * (x + 0.4 * y) ** 1.5);
      return [value, 0.4, 1 - value];
    }),
  );
}

/** A square of a picture. */
export function cropped(picture: Pixels, left: number, top: number, sidePx: number): Pixels {
  return cropPixels(picture, { left, top, width: sidePx, height: sidePx });
}

/** Two pictures of one size side by side, the second one from a column on. */
export function beside(one: Pixels, other: Pixels, from: number): Pixels {
  const data = one.data.map((value, at) => {
    const column = Math.floor(at / one.channels) % one.width;
    return column < from ? value : other.data[at]!;
  });
  return { ...one, data };
}

/** Rows times columns, as a backend would do it. */
export async function multiply(
  a: Float32Array,
  b: Float32Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Promise<Float32Array> {
  const inner = a.length / rows;
  const product = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < inner; at++) {
      const factor = a[row * inner + at]!;
      for (let column = 0; column < columns; column++)
        product[row * columns + column] =
          product[row * columns + column]! + factor * b[at * columns + column]!;
    }
  }
  return product;
}
