import { parseColour } from '../base/colour.js';

/** Red, green and blue in samples of 8 bits. */
export type Samples8 = readonly [red: number, green: number, blue: number];

/** `#rrggbb` in samples; paper that is `transparent` is taken for white. */
export function paperSamples(paper: string): Samples8 {
  const [red, green, blue] = parseColour(paper === 'transparent' ? '#ffffff' : paper);
  return [Math.round(255 * red), Math.round(255 * green), Math.round(255 * blue)];
}

/** How far the place of a missing letter is from the paper, on the way to black or white. */
const missingRatio = 0.06;

/** A tone slightly off the paper: lighter on dark paper, darker on light; `ratio` is how far it is on the way to white or black. */
export function offPaper(paper: string, ratio = missingRatio): Samples8 {
  const [red, green, blue] = paperSamples(paper);
  const target = isLight(paper) ? 0 : 255;
  const moved = (channel: number): number => Math.round(channel + (target - channel) * ratio);
  return [moved(red), moved(green), moved(blue)];
}

/** Colours for writing on a paper: one for what is read first, one that stands back. */
export function inksFor(paper: string): { readonly strong: string; readonly quiet: string } {
  return isLight(paper) ? { strong: '#1c1c1c', quiet: '#767676' } : { strong: '#f2f2f2', quiet: '#a6a6a6' };
}

/** Whether black stands out on it more than white. */
export function isLight(paper: string): boolean {
  const [red, green, blue] = paperSamples(paper);
  return red + green + blue >= 384;
}
