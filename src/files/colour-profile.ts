import { sharp } from './sharp.js';

let profile: Promise<Uint8Array> | undefined;

/** The ICC profile of sRGB that is embedded in pages. */
export async function srgbProfile(): Promise<Uint8Array> {
  profile ??= takeProfile();
  return profile;
}

async function takeProfile(): Promise<Uint8Array> {
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#ffffff' } });
  const { icc } = await sharp(await dot.withIccProfile('srgb').png().toBuffer()).metadata();
  return new Uint8Array(icc!);
}
