import {
  bt2020Primaries,
  type Chromaticities,
  type ColourSpace,
  p3Primaries,
  srgbPrimaries,
  srgbToLinear,
} from './colour-space.js';
import { PictureRefusal } from './refusal.js';

const d65 = srgbPrimaries.white;

/** ITU-T H.273, table 2: those that pictures have. */
const primariesOf: Readonly<Record<number, Chromaticities>> = {
  1: srgbPrimaries,
  4: { white: [0.31, 0.316], red: [0.67, 0.33], green: [0.21, 0.71], blue: [0.14, 0.08] },
  5: { white: d65, red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06] },
  6: { white: d65, red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07] },
  7: { white: d65, red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07] },
  9: bt2020Primaries,
  11: { ...p3Primaries, white: [0.314, 0.351] },
  12: p3Primaries,
};

/** H.273, table 3: television's curves as its screens show them (ITU-R BT.1886), like browsers do. */
const television = (sample: number): number => sample ** 2.4;
const decoders: Readonly<Record<number, ColourSpace['decode']>> = {
  1: television,
  4: (sample) => sample ** 2.2,
  5: (sample) => sample ** 2.8,
  6: television,
  8: (sample) => sample,
  13: srgbToLinear,
  14: television,
  15: television,
};

/** Transfer functions of pictures that are brighter than paper. */
const hdr: Readonly<Record<number, string>> = { 16: 'PQ', 18: 'HLG' };

/**
 * The colour space of a picture that names it by code points of ITU-T H.273, as cICP of PNG and nclx of AVIF do; undefined for
 * sRGB and for what is unknown. Throws `PictureRefusal` for high dynamic range.
 */
export function codedSpace(primaries: number, transfer: number): ColourSpace | undefined {
  const curve = hdr[transfer];
  if (curve !== undefined) {
    throw new PictureRefusal(
      `a picture of high dynamic range (${curve})`,
      'export it with standard dynamic range, as sRGB',
    );
  }
  const known = primariesOf[primaries];
  const decode = decoders[transfer];
  if (known === undefined || decode === undefined) return undefined;
  return known === srgbPrimaries && decode === srgbToLinear ? undefined : { primaries: known, decode };
}
