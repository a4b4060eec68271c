import type { Pixels } from '../base/pixels.js';

/** A picture is halved as long as so many of its pixels, or more, are left for one of what is made of it: nothing is lost then that could be seen. */
const leastLeft = 1.5;

/** A picture that is to be reduced by a factor, halved as often as it may be: the rest is soon done. */
export function halvedFor(picture: Pixels, factor: number): Pixels {
  return factor < 2 * leastLeft ? picture : halvedFor(halved(picture), factor / 2);
}

const known = new WeakMap<Pixels, Pixels>();

/** At half the width and height, rounded down: means of four pixels. A letter asks for it again and again. */
function halved(picture: Pixels): Pixels {
  const found = known.get(picture) ?? meansOfFour(picture);
  known.set(picture, found);
  return found;
}

function meansOfFour({ width, height, channels, data }: Pixels): Pixels {
  const [columns, rows] = [width >> 1, height >> 1];
  const stride = width * channels;
  const result = new Uint8Array(columns * rows * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = 2 * row * stride + 2 * column * channels;
      const to = (row * columns + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const at = from + channel;
        result[to + channel] =
          (data[at]! + data[at + channels]! + data[at + stride]! + data[at + stride + channels]! + 2) >> 2;
      }
    }
  }
  return { width: columns, height: rows, channels, data: result };
}
