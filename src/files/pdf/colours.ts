import { samplesOf } from '../../base/colour.js';
import { blacksOf, isPress } from '../black-ink.js';
import type { PrintProfile } from '../print-profile.js';
import { sharp } from '../sharp.js';

/** A colour as the library takes it: `#rrggbb`, or shares of the four inks, 0..100. */
export type Ink = string | [number, number, number, number];

/** Colours (`#rrggbb`) as a profile's inks; of a profile that is none of CMYK they stay as they are. */
export async function inksOf(
  colours: readonly string[],
  profile: PrintProfile | undefined,
): Promise<ReadonlyMap<string, Ink>> {
  const all = [...new Set(colours)];
  if (!isPress(profile) || all.length === 0) return new Map(all.map((colour) => [colour, colour]));
  const data = Uint8Array.from(all.flatMap((colour) => samplesOf(colour)));
  // Asked for CMYK beside, the library would go by a profile of its own first.
  const inks = await sharp(data, { raw: { width: all.length, height: 1, channels: 3 } })
    .withIccProfile(profile.file)
    .raw()
    .toBuffer();
  return new Map(
    all.map((colour, at) => [
      colour,
      [share(inks[4 * at]!), share(inks[4 * at + 1]!), share(inks[4 * at + 2]!), share(inks[4 * at + 3]!)],
    ]),
  );
}

/** The same for writing: greys are of black alone. */
export async function writingInksOf(
  colours: readonly string[],
  profile: PrintProfile | undefined,
): Promise<ReadonlyMap<string, Ink>> {
  const inks = new Map(await inksOf(colours, profile));
  const greys = [...inks.keys()].filter(isGrey);
  if (!isPress(profile) || greys.length === 0) return inks;
  const blacks = await blacksOf(profile);
  for (const grey of greys) inks.set(grey, [0, 0, 0, share(blacks[samplesOf(grey)[0]!]!)]);
  return inks;
}

function isGrey(colour: string): boolean {
  const [red, green, blue] = samplesOf(colour);
  return red === green && green === blue;
}

const share = (samples: number): number => Math.round((samples / 255) * 1000) / 10;
