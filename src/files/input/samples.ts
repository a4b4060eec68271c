import { deflateSync } from 'node:zlib';
import type { Metadata, Sharp } from 'sharp';
import type { Pixels } from '../../base/pixels.js';
import { pngChunk, withChunks } from '../png-chunks.js';
import { sharp } from '../sharp.js';
import {
  type ColourSpace,
  p3Primaries,
  type RawSamples,
  srgbPrimaries,
  srgbToLinear,
  toSrgb,
} from './colour-space.js';
import { PictureRefusal } from './refusal.js';

/** Samples that the library reads and does not show: whole numbers of 32 bits, and floating-point ones. */
export function isWide({ depth }: Pick<Metadata, 'depth'>): boolean {
  return depth === 'uint' || depth === 'float';
}

/** The picture of a pipeline whose samples are in a space that the library does not know of, as sRGB over `background` (0..255 each). */
export async function convertColours(
  picture: Sharp,
  { depth, space, background }: { depth: string; space: ColourSpace; background: readonly number[] },
): Promise<Pixels> {
  return toSrgb(await rawSamples(picture, depth === 'ushort' ? 16 : 8), space, background);
}

async function rawSamples(picture: Sharp, depth: 8 | 16): Promise<RawSamples> {
  const { data, info } = await picture
    .toColourspace(depth === 16 ? 'rgb16' : 'srgb')
    .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Error(`${channels} channels instead of 3 or 4`);
  const samples = depth === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return { width, height, channels, most: 2 ** depth - 1, data: samples };
}

/** More of the samples than this beyond 0..1 are light brighter than white, and none that a filter has overshot by. */
const overshotShare = 0.005;
const overshoot = 1 / 255;

/**
 * A picture of wide samples (`isWide`) as sRGB over `background`. Floating-point samples are taken as they are, 0..1, encoded as
 * its profile says or, without one, as sRGB. Throws `PictureRefusal` for brighter light.
 */
export async function narrowSamples(
  picture: Sharp,
  { depth, space, icc }: Pick<Metadata, 'depth' | 'space' | 'icc'>,
  background: readonly number[],
): Promise<Pixels> {
  const { data, info } = await picture
    .toColourspace(space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true });
  const wide = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  const samples = toSixteenBits(wide, depth === 'uint' ? 2 ** 32 - 1 : 1);
  const { width, height, channels } = info;
  if (channels > 4) throw new PictureRefusal(`a picture of ${channels} channels`, 'save it as RGB');
  const narrow = { width, height, channels: channels as 1 | 2 | 3 | 4, data: samples };
  if (icc === undefined) return toSrgb(inColour(narrow), srgb, background);
  // The library takes 16 bits with a profile to those of Display P3, grey ones by 8 bits.
  const again = sharp(await withProfile(narrow, icc), { limitInputPixels: false });
  const profiled = channels < 3 ? again.pipelineColourspace('b-w') : again;
  const raw = await rawSamples(profiled, channels < 3 ? 8 : 16);
  return toSrgb(raw, channels < 3 ? srgb : displayP3, background);
}

const srgb: ColourSpace = { primaries: srgbPrimaries, decode: srgbToLinear };
const displayP3: ColourSpace = { primaries: p3Primaries, decode: srgbToLinear };

/** Shares of `most` as 16 bits. Throws `PictureRefusal` where many are beyond it: light brighter than white. */
export function toSixteenBits(wide: Float32Array, most: number): Uint16Array {
  let beyond = 0;
  let brightest = 0;
  const samples = Uint16Array.from(wide, (value) => {
    const share = value / most;
    if (!(share >= -overshoot && share <= 1 + overshoot)) beyond++;
    if (share > brightest) brightest = share;
    return Math.round(65_535 * Math.min(1, Math.max(0, share)));
  });
  if (beyond <= overshotShare * wide.length) return samples;
  throw new PictureRefusal(
    `a picture of floating-point samples beyond 0 to 1 (up to ${brightest.toPrecision(3)})`,
    'save it with 8 or 16 bits a channel',
  );
}

/** As a PNG that has the profile, which the library can only convert to otherwise. */
export async function withProfile({ data, ...raw }: Narrow, icc: Uint8Array | undefined): Promise<Buffer> {
  const png = await sharp(data, { raw, limitInputPixels: false })
    .toColourspace(raw.channels < 3 ? 'grey16' : 'rgb16')
    .png({ compressionLevel: 1 })
    .toBuffer();
  if (icc === undefined) return png;
  const name = Buffer.from('own\0\0', 'latin1');
  return withChunks(png, pngChunk('iCCP', Buffer.concat([name, deflateSync(icc)])));
}

interface Narrow {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint16Array;
}

/** Grey three times. */
function inColour({ width, height, channels, data }: Narrow): RawSamples {
  const most = 65_535;
  if (channels === 3 || channels === 4) return { width, height, channels, most, data };
  const result = new Uint16Array(width * height * (channels + 2));
  for (let from = 0, to = 0; from < data.length; from += channels, to += channels + 2) {
    result.fill(data[from]!, to, to + 3);
    if (channels === 2) result[to + 3] = data[from + 1]!;
  }
  return { width, height, channels: channels === 2 ? 4 : 3, most, data: result };
}
