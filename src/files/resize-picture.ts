import type { Pixels } from '../base/pixels.js';
import { fromPixels, intoPixels } from './raw.js';

/**
 * The picture stretched to exactly `width` x `height` pixels, same channels: Lanczos 3 where it shrinks, cubic where it
 * grows, transparency weighted. Crop first where the proportions differ. The same size returns the same picture.
 */
export async function resizePicture(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  if (pixels.width === width && pixels.height === height) return pixels;
  const resized = fromPixels(pixels).resize({ width, height, fit: 'fill', kernel: 'lanczos3' });
  return intoPixels(resized, pixels.channels);
}
