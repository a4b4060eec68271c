import type { Pixels, Rectangle, Size } from '../base/pixels.js';

/** A rectangle of `pixels`, copied. Throws RangeError when it does not lie inside. */
export function cropPixels(pixels: Pixels, { left, top, width, height }: Rectangle): Pixels {
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

/** The largest part around the middle of a picture that has the shape of `shape`, copied: an artwork is cropped, never squashed. */
export function centredPart(pixels: Pixels, shape: Size): Pixels {
  const scale = Math.min(pixels.width / shape.width, pixels.height / shape.height);
  const within = (sidePx: number, most: number): number => Math.min(most, Math.max(1, Math.round(sidePx)));
  const width = within(shape.width * scale, pixels.width);
  const height = within(shape.height * scale, pixels.height);
  const left = Math.floor((pixels.width - width) / 2);
  const top = Math.floor((pixels.height - height) / 2);
  return cropPixels(pixels, { left, top, width, height });
}
