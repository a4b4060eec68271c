import sharp from 'sharp';
import { samplesOf } from '../../base/colour.js';
import type { PrintProfile } from '../print-profile.js';

/** A colour as the library takes it: `#rrggbb`, or shares of the four inks, 0..100. */
export type Ink = string | [number, number, number, number];

/** Colours (`#rrggbb`) as a profile's inks; of a profile that is none of CMYK they stay as they are. */
export async function inksOf(
  colours: readonly string[],
  profile: PrintProfile | undefined,
): Promise<ReadonlyMap<string, Ink>> {
  const all = [...new Set(colours)];
  if (profile?.file === undefined || profile.space !== 'CMYK' || all.length === 0)
    return new Map(all.map((colour) => [colour, colour]));
  const data = Uint8Array.from(all.flatMap((colour) => samplesOf(colour)));
  // Asked for CMYK beside, the library would go by a profile of its own first.
  const inks = await sharp(data, { raw: { width: all.length, height: 1, channels: 3 } })
    .withIccProfile(profile.file)
    .raw()
    .toBuffer();
  const share = (at: number): number => Math.round((inks[at]! / 255) * 1000) / 10;
  return new Map(
    all.map((colour, at) => [
      colour,
      [share(4 * at), share(4 * at + 1), share(4 * at + 2), share(4 * at + 3)],
    ]),
  );
}
