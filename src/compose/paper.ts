import { samplesOf, toHex } from '../base/colour.js';

/** Paper that is `transparent` is taken for white. */
const paperSamples = (paper: string): readonly number[] =>
  samplesOf(paper === 'transparent' ? '#ffffff' : paper);

/** How far the place of a missing letter is from the paper, on the way to black or white. */
const missingRatio = 0.06;

/** A tone (`#rrggbb`) slightly off the paper: lighter on dark paper, darker on light; `ratio` of the way to white or black. */
export function offPaper(paper: string, ratio = missingRatio): string {
  const target = isLight(paper) ? 0 : 255;
  return toHex(paperSamples(paper).map((channel) => Math.round(channel + (target - channel) * ratio) / 255));
}

/** Colours for writing on a paper: one for what is read first, one that stands back. */
export function inksFor(paper: string): { readonly strong: string; readonly quiet: string } {
  return isLight(paper) ? { strong: '#1c1c1c', quiet: '#767676' } : { strong: '#f2f2f2', quiet: '#a6a6a6' };
}

/** Whether black stands out on it more than white. */
export function isLight(paper: string): boolean {
  return paperSamples(paper).reduce((sum, channel) => sum + channel, 0) >= 384;
}
