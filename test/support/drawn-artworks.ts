import { cropPixels } from '../../src/artwork/crop.js';
import type { Pixels } from '../../src/base/pixels.js';
import { toPixels } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { coloured } from './planes.js';

/** Discs of many sizes and tones upon each other: no two places are alike. `sidePx` square; another seed is another picture. */
export function discs(sidePx: number, seed: string): Pixels {
  const random = createRandom(seed);
  const all = Array.from({ length: 150 }, () => ({
    x: random.next(),
    y: random.next(),
    radius: random.between(0.02, 0.1),
    colour: [random.next(), random.next(), random.next()],
  }));
  return toPixels(
    coloured(sidePx, (x, y) => {
      const found = all.find((disc) => Math.hypot(disc.x - x, disc.y - y) < disc.radius);
      return found?.colour ?? [0.5, 0.5, 0.5];
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
