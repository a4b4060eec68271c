import type { PrintProfile } from './print-profile.js';
import { sharp } from './sharp.js';

/** A profile of a press with inks. */
export type PressProfile = PrintProfile & { readonly file: string; readonly space: 'CMYK' };

export function isPress(profile: PrintProfile | undefined): profile is PressProfile {
  return profile?.file !== undefined && profile.space === 'CMYK';
}

/**
 * How much black alone, 0..255, looks most like each grey of sRGB, by a profile: what is written in it has sharp edges however the
 * inks meet. All there is of it for greys that are darker.
 */
export async function blacksOf({ file }: PressProfile): Promise<Uint8Array> {
  const greys = Uint8Array.from({ length: 3 * 256 }, (_, at) => Math.floor(at / 3));
  const inked = sharp(greys, { raw: { width: 16, height: 16, channels: 3 } }).withIccProfile(file);
  const inks = await inked.clone().raw().toBuffer();
  // A picture with the profile, whose inks are then others: the library gives none to what it is handed as samples.
  const page = await inked.clone().tiff({ compression: 'none' }).toBuffer();
  const start = page.indexOf(inks);
  if (start < 0) throw new Error('a TIFF without its samples');
  for (let share = 0; share < 256; share++) page.set([0, 0, 0, share], start + 4 * share);
  const shown = await sharp(page).toColourspace('srgb').raw().toBuffer();
  return Uint8Array.from({ length: 256 }, (_, grey) => {
    let best = 0;
    for (let share = 1; share < 256; share++)
      if (Math.abs(shown[3 * share + 1]! - grey) < Math.abs(shown[3 * best + 1]! - grey)) best = share;
    return best;
  });
}
