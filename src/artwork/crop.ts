import type { Pixels } from '../pixels.js';

/** The rectangle of `pixels` that starts at (left, top), copied. Throws RangeError when it does not lie inside. */
export function cropPixels(pixels: Pixels, left: number, top: number, width: number, height: number): Pixels {
  if (left < 0 || top < 0 || left + width > pixels.width || top + height > pixels.height) {
    throw new RangeError(
      `crop ${width}x${height}+${left}+${top} leaves a picture of ${pixels.width}x${pixels.height}`,
    );
  }
  const { channels } = pixels;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * pixels.width + left) * channels;
    data.set(pixels.data.subarray(from, from + width * channels), row * width * channels);
  }
  return { width, height, channels, data };
}

/** The largest square around the middle of a picture, copied: an artwork is cropped, never squashed. */
export function centredSquare(pixels: Pixels): Pixels {
  const side = Math.min(pixels.width, pixels.height);
  const left = Math.floor((pixels.width - side) / 2);
  const top = Math.floor((pixels.height - side) / 2);
  return cropPixels(pixels, left, top, side, side);
}
