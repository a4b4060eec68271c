import type { Sharp } from 'sharp';
import type { Pixels } from '../base/pixels.js';
import { sharp } from './sharp.js';

/** Our samples as the start of a pipeline of the picture library; nothing is copied yet. */
export function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** Runs a pipeline to samples in memory. A result of another number of channels is the decoder's mistake: throws. */
export async function intoPixels(picture: Sharp, channels: Pixels['channels']): Promise<Pixels> {
  const { data, info } = await picture
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Error(`${info.channels} channels instead of ${channels}`);
  // A plain array, since the slices of a Buffer share its memory and its equality is another.
  const samples = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width: info.width, height: info.height, channels, data: samples };
}
